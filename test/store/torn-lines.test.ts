import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { examineRun } from '../../src/commands/doctor/run.ts'
import { readHead, writeHead } from '../../src/store/head.ts'
import { continueLedger, openLedger, readLedger } from '../../src/store/ledger.ts'
import { sampleRun } from '../reports/sample-run.ts'
import { writeRun } from './write-run.ts'

interface Torn {
  /** What becomes of nine lines, each with its end. */
  by(lines: Buffer[], other: Buffer): Buffer[]
  /** How many records are read. */
  whole: number
  /** May a run go on with it by itself? Else somebody changed a line, and has to say that it may be put aside. */
  goesOn: boolean
}

/** Puts something else in the place of one line; `nth` from 1. */
const at = (lines: Buffer[], nth: number, change: (line: Buffer) => Buffer[]) =>
  lines.flatMap((line, index) => (index === nth - 1 ? change(line) : [line]))

function flipped(line: Buffer): Buffer[] {
  const copy = Buffer.from(line)
  const place = copy.indexOf('"passed"') + 1
  copy[place] = (copy[place] ?? 0) ^ 1
  return [copy]
}

const cases: Record<string, Torn> = {
  'control: nothing': { by: (lines) => lines, whole: 9, goesOn: true },
  'the last line cut in its middle': {
    by: (lines) => at(lines, 9, (line) => [line.subarray(0, line.length / 2)]),
    whole: 8,
    goesOn: true,
  },
  'the last line without its end alone': {
    by: (lines) => at(lines, 9, (line) => [line.subarray(0, -1)]),
    whole: 8,
    goesOn: true,
  },
  'the last line of zeros': {
    by: (lines) => at(lines, 9, (line) => [Buffer.alloc(line.length)]),
    whole: 8,
    goesOn: true,
  },
  'zeros behind the last line': { by: (lines) => [...lines, Buffer.alloc(4_096)], whole: 9, goesOn: true },
  'half a line of zeros': {
    by: (lines) => at(lines, 9, (line) => [line.subarray(0, 40), Buffer.alloc(line.length - 40)]),
    whole: 8,
    goesOn: true,
  },
  'a line of another run': { by: (lines, other) => [...lines, other], whole: 9, goesOn: false },
  'two lines merged': { by: (lines) => at(lines, 4, (line) => [line.subarray(0, -1)]), whole: 3, goesOn: false },
  'a line twice': { by: (lines) => at(lines, 4, (line) => [line, line]), whole: 4, goesOn: false },
  'the last line twice': { by: (lines) => at(lines, 9, (line) => [line, line]), whole: 9, goesOn: false },
  'a line that is gone': { by: (lines) => at(lines, 4, () => []), whole: 3, goesOn: false },
  'two lines changed about': {
    by: ([one, other, ...rest]) => [other as Buffer, one as Buffer, ...rest],
    whole: 0,
    goesOn: false,
  },
  'one bit of a line': { by: (lines) => at(lines, 4, flipped), whole: 3, goesOn: false },
  'one bit of the last line': { by: (lines) => at(lines, 9, flipped), whole: 8, goesOn: false },
}

function linesIn(file: string): Buffer[] {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return lines.map((line) => Buffer.from(`${line}\n`))
}

test.each(Object.entries(cases))('%s', (_, { by, whole, goesOn }) => {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-torn-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const run = sampleRun().record
  const file = join(folder, 'trials.jsonl')
  {
    using other = openLedger(folder, 'another run')
    for (const trial of run.trials) other.append({ ...trial, verdict: 'passed' })
  }
  const foreign = linesIn(file).at(-1) as Buffer
  writeRun(folder, { ...run, trials: run.trials.map((trial) => ({ ...trial, verdict: 'passed' as const })) })
  writeHead(folder, { ...readHead(folder), finishedAt: null, ledger: null })
  const written = linesIn(file)
  expect(written.length).toBe(9)
  const bytes = Buffer.concat(by(written, foreign))
  writeFileSync(file, bytes)

  const { entries, check } = readLedger(folder, run.id)
  expect([entries.size, check.count]).toEqual([whole, whole])
  if (goesOn) continueLedger(folder, run.id)[Symbol.dispose]()
  else {
    expect(() => continueLedger(folder, run.id)).toThrow('--repair')
    expect(readFileSync(file)).toEqual(bytes)
    examineRun(folder, true)
    continueLedger(folder, run.id)[Symbol.dispose]()
  }
  // Nothing is thrown away: what fits, and beside it the rest, are what was there.
  const rest = existsSync(`${file}.torn`) ? readFileSync(`${file}.torn`) : Buffer.alloc(0)
  expect(Buffer.concat([readFileSync(file), rest])).toEqual(bytes)
  expect(readLedger(folder, run.id).entries.size).toBe(whole)
})
