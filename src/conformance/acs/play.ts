import type { Approver, Given } from '../../boundary/approver.ts'
import type { Call } from '../../boundary/call.ts'
import type { Decision, SeatedGuard } from '../../boundary/decision.ts'
import { canonical, type Json } from '../../kernel/json.ts'
import type { AcsFound } from './found.ts'
import { lackOf, rulesOf, unlookedIn } from './lacks.ts'
import { type Invocation, type MakeSeam, openStand } from './stand.ts'
import type { Resolution, Rule, Vector } from './vector.ts'

const ANSWER_MS = 1_000

/** Plays a vector on mettle's seam: its interceptors as guards, its resolver as the approver, its tools as the world. */
export async function playVector(vector: Vector, makeSeam?: MakeSeam): Promise<AcsFound> {
  const { id, title } = vector
  const unlooked = unlookedIn(vector)
  const lack = lackOf(vector)
  if (lack !== undefined) return { id, title, outcome: 'no such notion', why: lack, unlooked }
  const approver = vector.approval_script.length > 0 ? { approver: approverOf(vector) } : {}
  const stand = openStand({
    guards: rulesOf(vector).map((rules, index) => guardOf(rules, index, vector)),
    ...approver,
    world: (invocation) => resultOf(invocation, vector),
    ...(makeSeam && { makeSeam }),
  })
  for (const { name, args } of vector.scenario.model_script.flatMap(({ respond }) => respond.tool_calls)) {
    const crossed = stand.call(name, args)
    // Who is asked and says nothing is waited for in vain.
    await stand.clock.advance(2 * ANSWER_MS)
    await crossed
  }
  const wrong = wrongIn(stand.ran, vector)
  return { id, title, outcome: wrong ? 'differs' : 'held', why: wrong ?? toldOf(stand.ran), unlooked }
}

function guardOf(rules: readonly Rule[], index: number, { mode }: Vector): SeatedGuard {
  return {
    name: `interceptor ${index}`,
    mode: mode === 'enforce' ? 'enforce' : 'observe',
    decide: (call) =>
      decisionOf(
        rules.find(({ match = {} }) => fits(call, match)),
        call,
      ),
  }
}

function decisionOf(rule: Rule | undefined, call: Call): Decision {
  if (rule?.fault === 'raise') throw new Error('the interceptor raised')
  if (rule?.fault === 'malformed_verdict') return { decision: 'transform' } as unknown as Decision
  // What it is shown is what runs: it may try to change it.
  if (rule?.fault === 'mutate')
    for (const name of Object.keys(Object(call.input))) Reflect.set(Object(call.input), name, 'mutated')
  const { decision = 'allow', reason = '', approval } = rule?.return ?? {}
  if (decision === 'allow') return { kind: 'allow', reason }
  if (approval === undefined) return { kind: 'deny', reason }
  return {
    ...{ kind: 'hold', reason, timeoutMs: ANSWER_MS },
    resolve: (answer) =>
      answer.kind === 'approved' ? { kind: 'allow', reason } : { kind: 'deny', reason: answer.kind },
  }
}

/** Does a call have what a rule asks for, by dotted paths: 'tool_call.args.url'? */
function fits({ target, input }: Call, match: Readonly<Record<string, Json>>): boolean {
  const seen = { tool_call: { name: target.replace(/^tool /, ''), args: input }, target: input }
  return Object.entries(match).every(([path, wanted]) => {
    const found = path.split('.').reduce(member, seen as unknown)
    return canonical(found ?? null) === canonical(wanted)
  })
}

/** Answers are taken in order; the last one stands for all that come later. */
function approverOf({ approval_script: script }: Vector): Approver {
  let asked = 0
  return {
    ask: async (_request, signal) => {
      const { resolve } = script[Math.min(asked++, script.length - 1)] ?? { resolve: {} }
      return given(resolve, signal)
    },
  }
}

async function given({ outcome, fault, identity_override: to }: Resolution, signal: AbortSignal): Promise<Given> {
  if (fault) throw new Error('the resolver raised')
  const by = 'resolver'
  if (outcome === 'approve') return { kind: 'approved', by, ...(to !== undefined && { to }) }
  if (outcome === 'reject') return { kind: 'denied', by }
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function resultOf({ name: called, args }: Invocation, { scenario }: Vector): Json {
  const isMeant = (when: Readonly<Record<string, Json>> = {}) =>
    Object.entries(when).every(([name, wanted]) => canonical(member(args, name) ?? null) === canonical(wanted))
  const tool = scenario.tools.find(({ name }) => name === called)
  return tool?.behavior.find(({ when_args: when }) => isMeant(when))?.return ?? null
}

/** What ran that was not to, or was to and did not. */
function wrongIn(ran: readonly Invocation[], { expect }: Vector): string | undefined {
  const forbidden = ran.find(({ name }) => expect.tool_not_invoked?.includes(name))
  if (forbidden) return `${textOf(forbidden)} ran, and was not to`
  const wanted = expect.tool_invocations
  if (!wanted || canonical(wanted.map(textOf)) === canonical(ran.map(textOf))) return undefined
  return `${toldOf(ran)}; expected: ${toldOf(wanted)}`
}

function member(value: unknown, name: string): unknown {
  const one = Object(value)
  return Object.hasOwn(one, name) ? one[name] : undefined
}

function textOf({ name, args }: Invocation): string {
  return `${name} ${canonical(args)}`
}

function toldOf(ran: readonly Invocation[]): string {
  return ran.length === 0 ? 'nothing ran' : `ran ${ran.map(textOf).join(', ')}`
}
