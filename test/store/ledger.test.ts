import { appendFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { gateCommand } from '../../src/commands/gate.ts'
import { reportCommand } from '../../src/commands/report.ts'
import type { Terminal } from '../../src/commands/terminal.ts'
import type { RunRecord } from '../../src/record/run.ts'
import { readHead, writeHead } from '../../src/store/head.ts'
import { openLedger } from '../../src/store/ledger.ts'
import { referenceOf } from '../../src/store/reference.ts'
import { openRun } from '../../src/store/stored-run.ts'
import { HOSTILE, markEverything } from '../reports/hostile.ts'
import { sampleRun } from '../reports/sample-run.ts'
import { readWhole, writeRun } from './write-run.ts'

let folder: string
let run: RunRecord
const ledger = () => join(folder, 'trials.jsonl')
const linesOf = () => readFileSync(ledger(), 'utf8').trimEnd().split('\n')

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mettle-ledger-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  run = sampleRun().record
  // Every trial passed: whatever fails the run from here on is not the trials.
  run.trials = run.trials.map((trial) => ({ ...trial, verdict: 'passed' as const }))
  run.planned = run.planned.filter(({ id }) => run.trials.some((trial) => trial.id === id))
  run.summary = { planned: 9, passed: 9, failed: 0, inconclusive: 0, error: 0, notRun: 0 }
  run.gate = { passed: true, reason: 'All 9 trials passed.', rows: [] }
  writeRun(folder, run)
})

/** Ends the run in its middle, as a kill does. */
function unfinish(): void {
  writeHead(folder, { ...readHead(folder), finishedAt: null, ledger: null })
}

async function command(act: (terminal: Terminal) => Promise<number>) {
  let printed = ''
  const print = (text: string) => {
    printed += text
  }
  const render: Terminal['render'] = async (reporter, stored) => reporter.render(stored)
  const code = await act({ color: false, print, status: () => {}, render })
  return { code, printed }
}

const gate = () => command((terminal) => gateCommand(folder, { gate: ['passRate >= 0'], recordsOnly: true }, terminal))

test('what is written is read again, records in the order of the plan whatever order they ended in', () => {
  expect(readWhole(folder)).toEqual(run)
  writeRun(folder, { ...run, trials: run.trials.toReversed() })
  expect(readWhole(folder)).toEqual(run)
  expect(JSON.parse(linesOf()[0] ?? '').id).toBe(run.trials.at(-1)?.id)
})

test('a row is its record without texts, and what is equal in many is held once', () => {
  const { rows, record, planned } = openRun(folder)
  for (const row of rows) {
    expect(record(row.id)).toMatchObject({ ...row, guards: record(row.id).guards, scores: record(row.id).scores })
    expect(Object.keys(row)).not.toContain('reason')
  }
  const [one, other] = rows.filter(({ tags }) => tags.length > 0)
  expect(one?.tags).toBe(other?.tags)
  expect(planned.filter(({ tags }) => tags.length > 0).every(({ tags }, _, [first]) => tags === first?.tags)).toBe(true)
})

test('hostile texts come back as they were, and a terminal that shows the files obeys none of them', () => {
  const { record } = markEverything(sampleRun(), HOSTILE)
  writeRun(folder, record)
  expect(readWhole(folder)).toEqual(record)
  for (const file of ['run.json', 'planned.jsonl', 'trials.jsonl']) {
    expect(readFileSync(join(folder, file), 'utf8')).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
  }
})

test('of a trial that was corrected the last line counts', () => {
  const [first] = run.trials
  if (!first) throw new Error('The sample has no trial.')
  using open = openLedger(folder, run.id)
  for (const trial of run.trials) open.append(trial)
  open.append({ ...first, verdict: 'error', reason: 'Its lane was not put back.' })
  writeHead(folder, { ...readHead(folder), ledger: open.end() })
  const { rows, record, head } = openRun(folder)
  expect(rows.length).toBe(run.trials.length)
  expect([rows[0]?.verdict, record(first.id).reason]).toEqual(['error', 'Its lane was not put back.'])
  expect(head.stopped).toBeNull()
})

test('a disk that is full is named, nothing is taken for written, and nothing follows half a line', () => {
  rmSync(ledger())
  symlinkSync('/dev/full', ledger())
  using open = openLedger(folder, run.id)
  for (const trial of run.trials) {
    expect(() => open.append(trial)).toThrow(/^Failed to write trials\.jsonl: ENOSPC.*What had finished is kept\.$/)
  }
  expect(open.entries.size).toBe(0)
})

describe('an unfinished run', () => {
  beforeEach(() => {
    unfinish()
    // Killed within the last line.
    truncateSync(ledger(), readFileSync(ledger()).length - 40)
  })
  const lack = 'The run is unfinished: 8 of 9 trials have ended'

  test('is read with all that it had finished', () => {
    const { rows, head } = openRun(folder)
    expect(rows.length).toBe(8)
    expect(head).toMatchObject({
      stopped: lack,
      summary: { planned: 9, passed: 8, notRun: 1 },
      gate: { passed: false },
    })
  })

  test('passes no gate, and is never accepted', async () => {
    expect(await gate()).toEqual({ code: 1, printed: expect.stringContaining(`gate failed: ${lack}.`) })
    const accepted = { name: 'x', reason: 'x', acceptedAt: '' }
    expect(() => referenceOf(openRun(folder), accepted)).toThrow('it ended before its plan was done')
  })

  test.each(['list', 'markdown', 'junit', 'github'])('says so: %s', async (reporter) => {
    const { code, printed } = await command((terminal) =>
      reportCommand(folder, { reporter: [reporter], recordsOnly: true }, terminal),
    )
    const file = { markdown: 'summary.md', junit: 'junit.xml' }[reporter]
    expect(code).toBe(0)
    expect(file ? readFileSync(join(folder, file), 'utf8') : printed).toContain('unfinished')
  })

  test('with every trial in it is unfinished still', () => {
    writeRun(folder, run)
    unfinish()
    expect(openRun(folder).head).toMatchObject({ stopped: 'The run is unfinished: 9 of 9 trials have ended' })
  })

  test('that was killed before its first trial has none', () => {
    rmSync(ledger())
    expect(openRun(folder).head.stopped).toBe('The run is unfinished: 0 of 9 trials have ended')
  })
})

test('control: a finished one passes', async () => {
  expect((await gate()).code).toBe(0)
})

describe('a ledger that is not as it was written fails every gate', () => {
  const forged = { verdict: 'passed', reason: 'trust me' }
  test.each<[string, (lines: string[]) => string[], RegExp]>([
    ['a changed line', (lines) => lines.with(2, (lines[2] ?? '').replace('"repeat":1', '"repeat":2')), /line 3 /],
    ['a line that was taken out', (lines) => lines.toSpliced(1, 1), /line 2 /],
    ['two that changed places', ([a, b, ...rest]) => [b ?? '', a ?? '', ...rest], /line 1 /],
    ['an end that was cut off', (lines) => lines.slice(0, -1), /it has 8 of 9 lines/],
    ['a line in between', (lines) => lines.toSpliced(3, 0, JSON.stringify({ ...run.trials[3], ...forged })), /line 4 /],
    ['no line', () => [], /it has 0 of 9 lines/],
  ])('%s', async (_, change, message) => {
    writeFileSync(
      ledger(),
      change(linesOf())
        .map((line) => `${line}\n`)
        .join(''),
    )
    const { code, printed } = await gate()
    expect(code).toBe(1)
    expect(printed).toMatch(message)
    expect(openRun(folder).rows.some(({ id }) => openRun(folder).record(id).reason === 'trust me')).toBe(false)
  })

  test('lines of another run do not fit', async () => {
    const theirs = readFileSync(ledger())
    writeRun(folder, { ...run, id: 'another' })
    writeFileSync(ledger(), theirs)
    expect((await gate()).printed).toContain('line 1 does not fit')
  })

  test('a changed plan', async () => {
    appendFileSync(join(folder, 'planned.jsonl'), `${JSON.stringify(run.planned[0])}\n`)
    expect(await gate()).toEqual({ code: 1, printed: expect.stringContaining('planned.jsonl was changed') })
  })
})
