import { digest, type Json } from '../../kernel/json.ts'
import type { Skip } from '../../kernel/match-json.ts'
import { isBounded } from '../../trace/bounded.ts'
import type { CallRecord } from '../../trace/events/call.ts'
import type { EffectEvent } from '../../trace/events/effect.ts'
import { skipIn } from '../../trace/made.ts'
import { steadyText } from '../../trace/steady.ts'
import type { Volatile } from '../../trace/volatile.ts'
import type { Step } from './step.ts'

/** What the world gave back for a call, as a trace keeps it. */
export interface Given {
  kind: 'ok' | 'error' | 'broken'
  status?: number
  output: Json
  /** It came as a stream that guards do not read: nobody can say that it was the same. */
  streamed?: boolean
}

export type Brought = Pick<Step, 'outcome' | 'error'>

/** From the proposal of a call until the world was done with it, in ms of the trial's clock. */
interface Span {
  from: number
  to: number
}

/** Knows every change and every answer that there has been. */
export interface Memory {
  learn(call: CallRecord, given: Given, effects: readonly EffectEvent[], span: Span): Brought
}

export function createMemory(volatile: Volatile): Memory {
  const known = new Set<string>()
  const isNew = (facts: string[]) => {
    const before = known.size
    for (const fact of facts) known.add(fact)
    return known.size > before
  }
  return {
    learn: (call, given, effects, span) => {
      const { kind, status, output, streamed } = given
      const answer = digest([call.target, kind, status, stableText(output, call, volatile)])
      const error = kind === 'ok' ? {} : { error: answer }
      const changes = effects.flatMap((effect) => {
        const skip = skipIn(effect, { calls: [call], ...span }, volatile)
        return isChange(effect, skip) ? [digestOf(effect, skip)] : []
      })
      if (changes.length > 0) return { outcome: isNew(changes) ? 'news' : 'again', ...error }
      // A write that changes nothing is no progress, whatever it says; nor is an error.
      if (kind !== 'ok' || call.access === 'write') return { outcome: 'nothing', ...error }
      return { outcome: isNew([answer]) || streamed ? 'news' : 'nothing' }
    },
  }
}

/** Did the state become another one? */
function isChange({ op, before, after }: EffectEvent, skip: Skip): boolean {
  if (op !== 'update' || before === undefined || after === undefined) return true
  return steadyText(before, skip) !== steadyText(after, skip)
}

/** The same text for the same change. What is created gets an id of its own each time, which makes it no other thing. */
function digestOf({ collection, op, id, after = null }: EffectEvent, skip: Skip): string {
  const text = steadyText(after, skip)
  if (op !== 'create') return digest([collection, op, id, text])
  return digest([collection, op, text.replaceAll(JSON.stringify(id), '""')])
}

/** Values that are fresh in every answer: uuids, moments, long numbers, hashes. */
const FRESH = [
  /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi,
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?/g,
  /\b[0-9a-f]{16,}\b/gi,
  /\b\d{10,}\b/g,
]

/** A member by which a server names the request that it answers, and its value. */
const REQUEST_NAME =
  /("(?:x[-_])?(?:client[-_]?)?(?:(?:request|correlation|trace|span)[-_]?id|idempotency[-_]?key)"):("[^"\\]*"|\d+)/gi

/** What the agent said as an argument is not fresh, whatever it looks like. */
function stableText(output: Json, call: CallRecord, volatile: Volatile): string {
  if (isBounded(output)) return output.digest
  const said = steadyText(call.input, volatile.input(call))
  const masked = (found: string) => (said.includes(found) ? found : '#')
  const text = steadyText(output, volatile.output(call)).replace(REQUEST_NAME, (member, name, value) =>
    said.includes(value) ? member : `${name}:"#"`,
  )
  return FRESH.reduce((steadied, fresh) => steadied.replace(fresh, masked), text)
}
