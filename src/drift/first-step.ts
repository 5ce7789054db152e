import { canonical, type Json } from '../kernel/json.ts'
import type { Skip } from '../kernel/match-json.ts'
import { isBounded } from '../trace/bounded.ts'
import { isAction } from '../trace/deed.ts'
import type { EventOf, Recorded } from '../trace/event.ts'
import type { CallRecord } from '../trace/events/call.ts'
import type { Evidence } from '../trace/evidence.ts'
import { skipsIn } from '../trace/made.ts'
import { steady } from '../trace/steady.ts'
import { readVolatile, type Volatile } from '../trace/volatile.ts'

/** The first step that two agents took differently; undefined on the side that took none. */
export interface StepApart {
  base: Recorded | undefined
  head: Recorded | undefined
}

interface Step {
  event: Recorded
  essence: string
}

/**
 * Where two trials of one task part, as far as the world can tell: what was called, what guards refused, what came back, what
 * it changed, and the answer. What was said to the models is left out, since it names them. Undefined where they never part.
 */
export function firstStepApart(base: Evidence, head: Evidence): StepApart | undefined {
  const [left, right] = [stepsOf(base), stepsOf(head)]
  for (let step = 0; step < Math.max(left.length, right.length); step++) {
    if (left[step]?.essence !== right[step]?.essence) return { base: left[step]?.event, head: right[step]?.event }
  }
  return undefined
}

function stepsOf(evidence: Evidence): Step[] {
  const noise = { volatile: readVolatile(evidence.volatile), skipOf: skipsIn(evidence) }
  // Calls are numbered without those to models: one agent may think twice before it does the same.
  const numbers = new Map<string, number>()
  return evidence.events.flatMap((event) => {
    if (event.type === 'call' && isAction(event.call)) numbers.set(event.call.id, numbers.size + 1)
    const told = essenceOf(event, numbers, noise)
    return told === undefined ? [] : [{ event, essence: canonical([event.type, ...told]) }]
  })
}

/** Of an input that is kept in part: the key, which leaves volatile members aside as well. */
function inputOf(call: CallRecord, volatile: Volatile): Json {
  return isBounded(call.input) ? call.key : steady(call.input, volatile.input(call))
}

/** What is left out of the steps of one trial. */
interface Noise {
  volatile: Volatile
  skipOf(effect: EventOf<'effect'>): Skip
}

/** Undefined for what is no step. */
function essenceOf(
  event: Recorded,
  numbers: ReadonlyMap<string, number>,
  { volatile, skipOf }: Noise,
): unknown[] | undefined {
  switch (event.type) {
    case 'call':
      return numbers.has(event.call.id) ? [event.call.target, inputOf(event.call, volatile)] : undefined
    case 'decision':
      return event.decision === 'allow' ? undefined : ofCall(event.call, numbers, [event.guard, event.decision])
    case 'delivered':
      return ofCall(event.call, numbers, [event.outcome, event.status, event.how])
    case 'effect':
      return [event.collection, event.op, steady(event.after ?? null, skipOf(event))]
    case 'agent-ended':
      return [event.how, steady((event.answer ?? null) as Json, volatile.answer)]
    default:
      return undefined
  }
}

function ofCall(id: string, numbers: ReadonlyMap<string, number>, told: unknown[]): unknown[] | undefined {
  const number = numbers.get(id)
  return number === undefined ? undefined : [number, ...told]
}
