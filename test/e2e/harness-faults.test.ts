import { beforeAll, describe, expect, test } from 'vitest'
import { canonical } from '../../src/kernel/json.ts'
import { ROOT, readEvents, runProject, trialOf } from './cli.ts'

let ran: Awaited<ReturnType<typeof runProject>>

beforeAll(async () => {
  ran = await runProject('harness')
})

const trial = (scenario: string) =>
  trialOf({ ...ran.record, trials: ran.record.trials.filter(isBroken) }, 'visitor', scenario)
/** Of the scenario with a fault, the variant that has it. */
const isBroken = ({ scenario, variant }: { scenario: string; variant: string }) =>
  scenario !== 'fault' || variant === 'broken'

test('control: with no broken part the trial passes', () => {
  expect(trial('sound').verdict).toBe('passed')
  expect(ran.record.trials.find(({ scenario, variant }) => scenario === 'fault' && variant === 'calm')?.verdict).toBe(
    'passed',
  )
})

describe('a broken part makes the trial an error that names it', () => {
  test.each([
    ['world', 'world desk GET /drawer during call c1 (the drawer is stuck)'],
    ['guard-decide', 'guard fails-to-decide during call c1 (a bug of ours)'],
    ['guard-settle', 'guard fails-to-settle during call c1 (a bug of ours)'],
    ['guard-judge', 'oracle of guard fails-to-judge (a bug of ours)'],
    ['fault', 'fault broken-fault during call c1 (a bug of ours)'],
    ['scorer', 'scorer broken-scorer (a bug of ours)'],
    ['worker', 'The trial was lost (Failed to load scenarios/worker.scenario.ts: it does not load here)'],
  ])('%s', (scenario, reason) => {
    const { verdict, reason: found } = trial(scenario)
    expect({ verdict, reason: found }).toEqual({ verdict: 'error', reason: expect.stringContaining(reason) })
  })

  test('and fails the run', () => {
    expect(ran.code).toBe(1)
    expect(ran.record.summary).toMatchObject({ passed: 2, failed: 0, error: 7 })
  })
})

test('a guard that throws denies: the note is not left', () => {
  const { effects, guards, answer } = trial('guard-decide')
  expect(effects).toBe(0)
  expect(guards[0]?.decisions).toEqual({ allow: 0, deny: 1, hold: 0, halt: 0 })
  expect(answer).toEqual([403, expect.anything(), expect.stringContaining('denied_by_policy')])
})

describe('the agent sees nothing of the harness', () => {
  const INSIDE = [ROOT, 'file:', 'node_modules', '.ts:', '    at ', 'the drawer is stuck', 'a bug of ours']

  test.each(['world', 'guard-decide', 'guard-settle', 'fault'])('%s', (scenario) => {
    const delivered = readEvents(ran.out, trial(scenario)).filter(({ type }) => type === 'delivered')
    expect(delivered.length).toBeGreaterThan(0)
    const seen = canonical([trial(scenario).answer, delivered])
    for (const text of INSIDE) expect(seen).not.toContain(text)
  })

  test('a handler that throws looks like a server that failed, and the trial goes on', () => {
    const { answer, effects } = trial('world')
    const body = '{"error":{"code":"internal_error","message":"Internal error"}}'
    expect(answer).toEqual([
      500,
      [['content-type', 'application/json']],
      body,
      201,
      expect.anything(),
      expect.anything(),
    ])
    expect(effects).toBe(1)
  })

  test('control: the operator does see it', () => {
    expect(canonical(readEvents(ran.out, trial('world')))).toContain('the drawer is stuck')
  })
})
