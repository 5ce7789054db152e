import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { openJudges } from '../../src/judging/judges.ts'
import type { JudgeOrder } from '../../src/judging/order.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { auditProblem } from '../../src/store/audit-log.ts'
import { PROJECTS, runProject } from './cli.ts'
import { DEEDS, ORACLES } from './projects/judged/parts.ts'

let ran: Awaited<ReturnType<typeof runProject>>

beforeAll(async () => {
  ran = await runProject('judged', ['--workers', '2', '--shuffle'])
})

const trialOfVariant = (variant: string) => ran.record.trials.find((trial) => trial.variant === variant) as TrialRecord
const HARMLESS = ['calm', 'prints', 'leaves-a-timer', 'fails-late']

describe('who judges costs its own trial alone, and the reason says who it was', () => {
  test.each([
    ['loops', 'scorer loops (took longer than 1500 ms)'],
    ['waits', 'scorer waits (took longer than 1500 ms)'],
    ['pattern', 'scorer answer (took longer than 1500 ms)'],
    ['allocates', /scorer allocates \(took (more than 512 MB of heap|longer than 1500 ms)\)/],
    ['exits', 'scorer exits (ended its process (exit 0))'],
    ['aborts', 'scorer aborts (its process was ended by SIGABRT)'],
    ['nan-value', 'scorer nan-value (What it gave does not fit: value: expected'],
    ['pass-of-text', 'scorer pass-of-text (What it gave does not fit: pass: expected'],
    ['no-reason', 'scorer no-reason (What it gave does not fit: reason: '],
    ['no-score', 'scorer no-score (What it gave does not fit: '],
    ['half-a-pass', 'scorer half-a-pass (What it gave does not fit: pass: expected true where the value is 1'],
    ['a-number', 'scorer a-number (What it gave does not fit: '],
    ['oracle-throws', 'oracle of guard watched (a bug of ours)'],
    ['oracle-loops', 'oracle of guard watched (took longer than 1500 ms)'],
    ['oracle-of-nothing', 'oracle of guard watched (What it gave does not fit: '],
    ['oracle-of-garbage', 'oracle of guard watched (What it gave does not fit: '],
  ])('%s', (variant, reason) => {
    const trial = trialOfVariant(variant)
    expect([trial.verdict, trial.reason]).toEqual([
      'error',
      typeof reason === 'string'
        ? expect.stringContaining(`The harness failed in ${reason}`)
        : expect.stringMatching(reason),
    ])
    // What others found of it is kept.
    expect([trial.scores[0]?.scorer, trial.scores[0]?.pass, trial.effects]).toEqual(['effects', true, 1])
  })

  test('every one of them was tried', () => {
    expect(new Set(ran.record.trials.map(({ variant }) => variant))).toEqual(
      new Set(['calm', 'pattern', ...DEEDS, ...ORACLES]),
    )
  })
})

test('the others are judged as ever', () => {
  for (const variant of HARMLESS) expect([variant, trialOfVariant(variant).verdict]).toEqual([variant, 'passed'])
  expect(ran.record.summary).toMatchObject({ notRun: 0, failed: 0, passed: HARMLESS.length })
})

/** A trial of the run as a judge is asked about it. */
function orderOf(trial: TrialRecord, reset = trial.reset): JudgeOrder {
  const { id, scenario, variant, agent, model, repeat, tags, seed, definition, trace, chain, usage } = trial
  return {
    trial: { id, scenario, variant, agent, model, repeat, tags, seed, host: 'function' },
    scenario: { id: scenario, file: join(PROJECTS, 'judged/scenarios/note.scenario.ts'), definition },
    definition,
    tier: trial.tier,
    rootSeed: ran.record.seed,
    nonce: chain.nonce,
    outcome: { reusable: true, dirt: [], wallMs: usage.wallMs, trace },
    restored: { reset, unreported: [], problems: [] },
  }
}

test('a judge of its own gives the same record, to the byte; control: not where it is told something else', async () => {
  await using judges = openJudges({ folder: ran.out, limitMs: 10_000, most: 1, env: [] })
  const again = async (...of: Parameters<typeof orderOf>) => JSON.stringify((await judges.judge(orderOf(...of))).record)
  for (const variant of ['calm', 'nan-value', 'oracle-throws']) {
    const trial = trialOfVariant(variant)
    expect(await again(trial)).toBe(JSON.stringify(trial))
  }
  const calm = trialOfVariant('calm')
  expect(await again(calm, 'clone')).not.toBe(JSON.stringify(calm))
})

test.each([
  ['where there may be two, another judge is started for those that wait', 2, 60_000, ['calm']],
  ['control: where there may be one, they wait for as long as a scorer may take', 1, 1_000, ['loops', 'calm']],
])('%s', async (_, most, limitMs, expected) => {
  await using judges = openJudges({ folder: ran.out, limitMs, most, env: [] })
  const through: string[] = []
  const judge = (variant: string) =>
    judges.judge(orderOf(trialOfVariant(variant))).then(() => void through.push(variant))
  void judge('loops')
  // Sent by then, and alone.
  await setImmediate()
  await setImmediate()
  await judge('calm')
  expect(through).toEqual(expected)
})

test('the run ends, and is red', () => {
  expect(ran.code).toBe(1)
})

test('what a scorer prints is seen on stderr, and is in nobody’s way', () => {
  expect(ran.stderr).toContain('PRINTED by a scorer')
  expect(ran.stderr).toContain('PRINTED to stderr')
  expect(ran.stdout).not.toContain('PRINTED')
  expect(ran.stderr).toContain('A scorer or an oracle failed after it was through: too late')
})

test('V8 says its farewell to nobody', () => {
  expect(ran.stderr).not.toMatch(/heap|GCs/)
})

test('the audit log has every action once, in one chain', () => {
  const lines = readFileSync(join(ran.out, 'audit.jsonl'), 'utf8').trimEnd().split('\n')
  expect(lines.length).toBe(ran.record.trials.length)
  expect(auditProblem(ran.out, ran.record)).toBeUndefined()
})
