import { type ApproverCode, defineGuard, type ScenarioInput } from 'mettle'
import { z } from 'zod'
import { desk } from '../harness/world.ts'

const fail = (): never => {
  throw new Error('a bug of ours')
}
const failLater = async () => fail()
// A loop of promises alone lets nothing else run either.
const spin = (): never => {
  for (;;);
}
/** Gives way as little, and leaves the processor to the others. */
const block = (): never => {
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)
}
const spinLater = async () => {
  for (;;) await undefined
}
const never = () => new Promise<never>(() => {})

const ALLOW = { kind: 'allow', reason: 'fine' } as const
const HOLD = { kind: 'hold', reason: 'ask', timeoutMs: 60_000 } as const

type Parts = Record<string, () => unknown>

/** What a guard does at one of its jobs, by name. */
const GUARDS: Record<string, Parts> = {
  sound: { concerns: () => true, decide: async () => ALLOW, settle: () => {} },
  'decide-never': { decide: never },
  'decide-throws': { decide: failLater },
  'decide-spins': { decide: spin },
  'decide-spins-later': { decide: spinLater },
  'decide-exits': { decide: () => process.exit(0) },
  'decide-fails-behind-its-back': {
    decide: () => {
      process.nextTick(fail)
      return ALLOW
    },
  },
  'concerns-throws': { concerns: fail, decide: () => ALLOW },
  'concerns-spins': { concerns: block, decide: () => ALLOW },
  'concerns-promises': { concerns: failLater, decide: () => ALLOW },
  'settle-throws': { decide: () => ALLOW, settle: fail },
  'settle-promises': { decide: () => ALLOW, settle: failLater },
  'settle-never': { decide: () => ALLOW, settle: never },
  'settle-spins': { decide: () => ALLOW, settle: block },
  'resolve-throws': { decide: () => ({ ...HOLD, resolve: fail }) },
  'resolve-promises': { decide: () => ({ ...HOLD, resolve: failLater }) },
  'start-throws': { start: fail },
  'start-spins': { start: block },
  'oracle-throws': { decide: () => ALLOW, violations: fail },
  'oracle-spins': { decide: () => ALLOW, violations: spin },
  'oracle-of-nothing': { decide: () => ALLOW, violations: () => undefined },
}

const guardCalled = (name: string) => {
  const { start, violations = () => [], ...state } = GUARDS[name] ?? {}
  const guard = defineGuard({
    name,
    summary: 'A guard.',
    params: z.strictObject({}),
    start: () => {
      start?.()
      return state as never
    },
    violations: violations as never,
  })
  return { use: guard, params: {} }
}

/** People who answer, by name. */
const APPROVERS: Record<string, unknown> = {
  'approver-throws': fail,
  'approver-throws-later': failLater,
  'approver-never': never,
  'approver-garbage': () => 'perhaps',
  'approver-nothing': () => undefined,
  'approver-spins': block,
}

/** The same task everywhere: leave a note. Who would loop for ever is not waited for long. */
function scenarioWith(parts: Partial<ScenarioInput>, name: string): ScenarioInput {
  return {
    task: { text: 'Leave a note.' },
    world: { apis: { desk } },
    scorers: [{ use: 'effects', params: { expect: [{ collection: 'desk.notes', count: { min: 0, max: 1 } }] } }],
    limits: /-spins/.test(name) ? { deadlineMs: 8_000 } : {},
    ...parts,
  }
}

export const guarded = (name: string) =>
  scenarioWith({ guards: [guardCalled(name)], world: { apis: { desk }, approver: { answers: ['approve'] } } }, name)

export const answeredBy = (name: string) =>
  scenarioWith(
    {
      guards: [{ use: 'approval', params: { timeoutMs: 20_000 } }],
      world: { apis: { desk }, approver: APPROVERS[name] as ApproverCode },
    },
    name,
  )
