import assert from 'node:assert/strict'
import type { Call } from '../boundary/call.ts'
import type { GuardState } from '../boundary/decision.ts'
import type { Reply } from '../boundary/reply.ts'
import type { FastCheck } from '../faults/define.ts'
import type { Guard } from '../guards/define.ts'
import { manualClock } from '../kernel/clock.ts'
import { canonical } from '../kernel/json.ts'
import { createRandom, type Random } from '../kernel/random.ts'
import { type Evidence, gatherEvidence } from '../trace/evidence.ts'
import type { ContractCheck } from './fault-contract.ts'
import { done, guardStage, proposalOf, replyWith, type Sketch } from './guard-stage.ts'
import { touchedGlobals } from './only-arguments.ts'

/** A guard with calls that show what it is for. */
export interface GuardExample<P> {
  guard: Guard<P>
  /** As a scenario writes them. */
  params: Record<string, unknown>
  /** A call of its concern that it lets run, or holds, when nothing ran before. */
  legal: Sketch
  /** Calls that break what it protects when nothing stops them. */
  breaking: Sketch[]
}

/**
 * What every guard owes, as checks for any test runner:
 * `for (const { title, check } of guardContract(example, fc)) it(title, check)`.
 */
export function guardContract<P>(example: GuardExample<P>, fc: FastCheck): ContractCheck[] {
  const checks: Record<string, () => void | Promise<void>> = {
    'has a name and a summary': () => checkCatalogue(example),
    'accepts its parameters, and no unknown ones': () => checkParams(example),
    'lets nothing malformed run': () => checkMalformed(example),
    'has a word for every call': () => checkWords(example),
    'takes a settlement twice, and one for a call it never saw': () => checkSettle(example),
    'keeps nothing reserved for calls that never ran': () => checkBalance(example, fc),
    'takes chance and time from its arguments': () => checkArguments(example),
    'finds nothing in an empty trace': () => checkEmpty(example),
    'finds what ran when nothing stopped it': () => checkObserved(example),
    'lets nothing through that its oracle would find': () => checkEnforced(example),
    'judges by what happened, not by what was decided': () => checkDisbelief(example),
    'reads the evidence and leaves it as it is': () => checkPurity(example),
  }
  return Object.entries(checks).map(([title, check]) => ({ title, check: async () => check() }))
}

function checkCatalogue<P>({ guard: { name, summary } }: GuardExample<P>): void {
  assert.match(name, /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'the name is kebab-case')
  assert.match(summary, /\.$/, 'the summary is a sentence')
}

function checkParams<P>({ guard, params }: GuardExample<P>): void {
  assert.ok(guard.params.safeParse(params).success, 'the schema accepts the parameters of the example')
  const unknown = guard.params.safeParse({ ...params, 'no-such-parameter': 1 })
  assert.ok(!unknown.success, 'the schema refuses a parameter that it does not know')
}

/** Figures and inputs that no guard may reckon with. */
const MALFORMED: Sketch[] = [
  { malformed: 'the same key appears twice in one object' },
  ...[Number.NaN, Number.POSITIVE_INFINITY, -1, -0, 0.5, 2 ** 53].flatMap((figure): Sketch[] => [
    { cost: { currency: 'USD', micros: figure } },
    ...(Object.is(figure, -0) ? [] : [{ items: figure }]),
  ]),
  { cost: { currency: 'EUR' as 'USD', micros: 1 } },
]

async function checkMalformed<P>(example: GuardExample<P>): Promise<void> {
  for (const flaw of MALFORMED) {
    const stage = guardStage(example)
    await stage.cross({ ...example.legal, ...flaw })
    const [story] = stage.evidence().calls
    assert.equal(story?.executed, undefined, `it denies a call with ${canonical(flaw)}`)
    assert.equal(story?.decisions[0]?.guard, example.guard.name, `it is asked about a call with ${canonical(flaw)}`)
  }
}

async function checkWords<P>(example: GuardExample<P>): Promise<void> {
  const odd: Sketch[] = [{}, { target: '' }, { target: '\u0000'.repeat(5_000) }, { principal: '' }, { items: 0 }]
  const inputs = [null, '', [], { __proto__: null }, deep(200)].map((input): Sketch => ({ input }))
  for (const sketch of [example.legal, ...example.breaking, ...odd, ...inputs]) {
    const call = callOf({ ...sketch }, 1)
    const state = fresh(example)
    assert.equal(typeof (state.concerns?.(call) ?? true), 'boolean', 'it says whether a call is its concern')
    const { kind, reason } = await state.decide(call)
    assert.ok(['allow', 'deny', 'hold', 'halt'].includes(kind), 'its answer is a decision')
    assert.ok(reason.length > 0, 'its decision has a reason')
  }
}

function deep(levels: number): { [key: string]: null } {
  let value = {}
  for (let level = 0; level < levels; level++) value = { value }
  return value
}

const OUTCOMES: (Reply | undefined)[] = [
  undefined,
  replyWith('ok', {}),
  replyWith('error', {}),
  { kind: 'broken', how: 'no-reply' },
  { ...replyWith('ok', {}), metering: { actual: { currency: 'USD', micros: Number.NaN } } },
]

async function checkSettle<P>(example: GuardExample<P>): Promise<void> {
  for (const first of OUTCOMES) {
    for (const second of OUTCOMES) {
      const state = fresh(example)
      state.settle?.(callOf(example.legal, 7), first, [])
      const call = callOf(example.legal, 1)
      await state.decide(call)
      state.settle?.(call, first, [])
      state.settle?.(call, second, [])
    }
  }
}

/** Any interleaving of decisions and settlements of calls that never ran leaves the guard as it was. */
async function checkBalance<P>(example: GuardExample<P>, fc: FastCheck): Promise<void> {
  const before = (await fresh(example).decide(callOf(example.legal, 0))).kind
  const order = fc.array(fc.record({ call: fc.integer({ min: 1, max: 8 }), settle: fc.boolean() }), { maxLength: 40 })
  const property = fc.asyncProperty(order, async (steps) => {
    const state = fresh(example)
    const open = new Map<number, Call>()
    for (const { call: number, settle } of steps) {
      const call = open.get(number) ?? callOf(example.legal, number)
      if (settle) state.settle?.(call, undefined, [])
      else if (!open.has(number)) await state.decide(call)
      open.set(number, call)
    }
    for (const call of open.values()) state.settle?.(call, undefined, [])
    const after = (await state.decide(callOf(example.legal, 99))).kind
    assert.equal(after, before, 'what was reserved for calls that never ran is free again')
  })
  await fc.assert(property, { numRuns: 100, seed: 1 })
}

async function checkArguments<P>(example: GuardExample<P>): Promise<void> {
  const evidence = await observed(example)
  const touched = await touchedGlobals(async () => {
    const state = fresh(example)
    for (const [index, sketch] of [example.legal, ...example.breaking].entries()) {
      const call = callOf(sketch, index)
      state.concerns?.(call)
      const decision = await state.decide(call)
      if (decision.kind === 'hold') decision.resolve({ kind: 'approved', by: 'somebody' })
      state.settle?.(call, replyWith('ok', {}), [])
    }
    example.guard.violations(evidence, example.guard.params.parse(example.params))
  })
  assert.deepEqual(touched, [], 'it touches no global chance or time')
}

function checkEmpty<P>(example: GuardExample<P>): void {
  assert.deepEqual(judge(example, gatherEvidence([])), [], 'nothing happened, so nothing was broken')
}

async function checkObserved<P>(example: GuardExample<P>): Promise<void> {
  const evidence = await observed(example)
  const found = judge(example, evidence)
  assert.ok(found.length > 0, 'its oracle finds the breach')
  const known = new Set(evidence.calls.map(({ call }) => call.id))
  for (const { calls, message } of found) {
    assert.ok(calls.length > 0 && calls.every((id) => known.has(id)), 'it names the calls')
    assert.ok(message.length > 0, 'it says what was broken')
  }
}

/** The same calls at once, in many orders, each waiting a while here and there. */
async function checkEnforced<P>(example: GuardExample<P>): Promise<void> {
  for (let seed = 0; seed < 25; seed++) {
    const random = createRandom(seed)
    const decide = async () => {
      await wander(random)
      return { kind: 'allow', reason: 'it only takes its time' } as const
    }
    const stage = guardStage({ ...example, others: [{ name: 'slow', mode: 'enforce', decide }] })
    const world = async (call: Call, own: NonNullable<Sketch['world']> = done) => {
      await wander(random)
      return own(call)
    }
    await Promise.all(
      example.breaking.map((sketch) => stage.cross({ ...sketch, world: (call) => world(call, sketch.world) })),
    )
    assert.deepEqual(stage.violations(), [], `enforced, it is not bypassed (seed ${seed})`)
  }
}

async function wander(random: Random): Promise<void> {
  for (let turn = random.int(6); turn > 0; turn--) await null
}

async function checkDisbelief<P>(example: GuardExample<P>): Promise<void> {
  const evidence = await observed(example)
  const lying = gatherEvidence(
    evidence.events.map((event) =>
      event.type === 'decision' ? { ...event, decision: 'allow', mode: 'enforce' } : event,
    ),
  )
  assert.deepEqual(judge(example, lying), judge(example, evidence), 'other decisions change nothing that it finds')
}

async function checkPurity<P>(example: GuardExample<P>): Promise<void> {
  const evidence = frozen(await observed(example))
  const first = judge(example, evidence)
  assert.deepEqual(judge(example, evidence), first, 'the same evidence gives the same findings')
}

/** What happens when the guard only looks on. */
async function observed<P>(example: GuardExample<P>): Promise<Evidence> {
  const stage = guardStage({ ...example, mode: 'observe' })
  for (const sketch of example.breaking) await stage.cross(sketch)
  return stage.evidence()
}

function judge<P>({ guard, params }: GuardExample<P>, evidence: Evidence) {
  return guard.violations(evidence, guard.params.parse(params))
}

function fresh<P>({ guard, params }: GuardExample<P>): GuardState {
  const context = { clock: manualClock(), random: createRandom('contract'), alert: () => {} }
  return guard.start(guard.params.parse(params), context)
}

function callOf({ world: _, ...sketch }: Sketch, number: number): Call {
  return { ...proposalOf(sketch), id: `c${number}`, key: 'tool:0', attempt: 1 }
}

function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  for (const member of Object.values(value)) frozen(member)
  return value
}
