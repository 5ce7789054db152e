import assert from 'node:assert/strict'
import type { FastCheck, Fault } from '../faults/define.ts'
import { canonical } from '../kernel/json.ts'
import { type Evidence, eventsOf } from '../trace/evidence.ts'
import { touchedGlobals } from './only-arguments.ts'
import { type SafeguardStaging, stageSafeguard } from './safeguard-stage.ts'

interface Check {
  title: string
  check(): Promise<void>
}

/** What every fault of safeguards owes, as checks for any test runner. */
export function safeguardContract<P>(fault: Fault<P>, fc: FastCheck): Check[] {
  const drawn = (check: (params: P) => Promise<void>) => async () => {
    await fc.assert(fc.asyncProperty(fault.arbitrary(fc), check), { numRuns: 10, seed: 1 })
  }
  const isCode = (params: P) => Object.keys(fault.breaks?.(params) ?? {}).some((what) => what !== 'program')
  const ofCode = (check: (params: P) => Promise<void>) =>
    drawn(async (params) => {
      if (isCode(params)) await check(params)
    })
  return [
    { title: 'has a name and a summary', check: async () => checkCatalogue(fault) },
    { title: 'accepts the parameters it draws, and no unknown ones', check: drawn((p) => checkParams(fault, p)) },
    { title: 'breaks something', check: drawn((p) => checkBreaks(fault, p)) },
    { title: 'takes chance and time from its arguments', check: ofCode((p) => checkArguments(fault, p)) },
    { title: 'does the same for the same seed', check: ofCode((p) => checkDeterminism(fault, p)) },
    { title: 'strikes where it is planned, and only there', check: ofCode((p) => checkWhen(fault, p)) },
    { title: 'shows what was at stake', check: ofCode((p) => checkStake(fault, p)) },
    { title: 'has a careful guard let nothing through', check: ofCode((p) => checkClosed(fault, p)) },
    { title: 'is told apart from a guard that breaks by itself', check: ofCode((p) => checkBlame(fault, p)) },
  ]
}

function staged<P>(fault: Fault<P>, params: P, more: Partial<SafeguardStaging> = {}): Promise<Evidence> {
  return stageSafeguard({ fault: fault as Fault, params, calls: 3, ...more })
}

function checkCatalogue<P>({ name, summary }: Fault<P>): void {
  assert.match(name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'the name is kebab-case')
  assert.match(summary, /\.$/, 'the summary is a sentence')
}

async function checkParams<P>(fault: Fault<P>, params: P): Promise<void> {
  assert.equal(typeof fault.params.parse(params), 'object', 'the schema takes what was drawn')
  const unknown = fault.params.safeParse({ ...params, 'no-such-parameter': 1 })
  assert.ok(!unknown.success, 'the schema refuses a parameter that it does not know')
}

async function checkBreaks<P>(fault: Fault<P>, params: P): Promise<void> {
  const breakage = fault.breaks?.(params) ?? {}
  assert.ok(Object.keys(breakage).length > 0, 'it says how a safeguard fails')
  const { program = null } = breakage
  assert.equal(canonical(JSON.parse(JSON.stringify(program))), canonical(program), 'of a program it says so in JSON')
}

async function checkArguments<P>(fault: Fault<P>, params: P): Promise<void> {
  const touched = await touchedGlobals(() => staged(fault, params))
  assert.deepEqual(touched, [], 'it touches no global chance or time')
}

async function checkDeterminism<P>(fault: Fault<P>, params: P): Promise<void> {
  const [first, second] = [await staged(fault, params), await staged(fault, params)]
  assert.deepEqual(second.events, first.events, 'the same seed gives the same trace')
}

async function checkWhen<P>(fault: Fault<P>, params: P): Promise<void> {
  const struck = ({ calls }: Evidence) => calls.filter(({ faults }) => faults.length > 0).length
  const symptoms = ({ calls }: Evidence) => calls.filter((story) => fault.symptom(story, params) !== undefined).length
  const once = await staged(fault, params, { when: { nth: 1 } })
  assert.deepEqual([struck(once), symptoms(once)], [1, 1], 'it strikes at one call, and shows there')
  const calm = await stageSafeguard({ calls: 3 })
  assert.deepEqual([struck(calm), symptoms(calm)], [0, 0], 'it shows nowhere where it is not planned')
}

async function checkStake<P>(fault: Fault<P>, params: P): Promise<void> {
  const { calls } = await staged(fault, params)
  const atStake = calls.filter(({ sound = [] }) => sound.some(({ decision }) => decision === 'hold'))
  assert.equal(atStake.length, calls.length, 'the guard beside it, sound, would have held every call')
}

async function checkClosed<P>(fault: Fault<P>, params: P): Promise<void> {
  const { calls } = await staged(fault, params)
  const ran = calls.filter(({ effects, approvals }) => {
    const isApproved = approvals.some(({ answer, misdirected }) => answer === 'approved' && !misdirected)
    return effects.length > 0 && !isApproved
  })
  assert.deepEqual(ran, [], 'nothing runs without the leave that it needs')
}

async function checkBlame<P>(fault: Fault<P>, params: P): Promise<void> {
  const { events } = await staged(fault, params)
  assert.deepEqual(eventsOf(events, 'harness-fault'), [], 'what is planned is nobody’s failure')
  const guard = () => ({
    decide: () => {
      throw new Error('broken by itself')
    },
  })
  const broken = await staged(fault, params, { guard })
  const told = eventsOf(broken.events, 'harness-fault').map(({ message }) => message)
  assert.ok(told.includes('broken by itself'), 'a guard that breaks by itself is told')
}
