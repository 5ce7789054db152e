import type { Json } from '../kernel/json.ts'
import { isObject } from '../kernel/object.ts'
import type { EventOf, Recorded } from './event.ts'

/**
 * What a line of a trace says of a model's request whose body is written without what was said before: for each member that
 * is shorter than it was, what it is made of. It stands beside the call and not within it, where an agent could write the like.
 */
export type Abridged = [member: string, made: Run[]][]

/**
 * Of a member that is a list its elements, of another one itself: so many that are written, each of which has the next
 * number in its trial, from 1; or so many that were written before, from that number on.
 */
export type Run = number | [from: number, count: number]

/** A request as it is written. */
export type AbridgedCall = EventOf<'call'> & { abridged?: Abridged }

/** A body as an object of members; undefined for another one. */
export function membersOf(input: Json): { [name: string]: Json } | undefined {
  const body = isObject(input) ? input.body : undefined
  return isObject(body) ? body : undefined
}

/**
 * Makes the events of one trial whole again, in their order. What was said more than once is one value in all of them.
 * @throws {Error} an event names what was not written before it.
 */
export function openRestorer(): (event: Recorded) => Recorded {
  const said: Json[] = []
  return (written) => {
    if (written.type !== 'call') return written
    const { abridged, ...event }: AbridgedCall = written
    if (abridged === undefined) return written
    const members = membersOf(event.call.input) ?? {}
    for (const [name, made] of abridged) {
      const whole = Object.hasOwn(members, name) ? restored(members[name] as Json, made, said) : undefined
      if (whole === undefined) throw new Error(`e${event.seq} names what no line before it holds`)
      members[name] = whole
    }
    return event
  }
}

/** A member as it was; undefined where something of it is missing. What is written of it is numbered. */
function restored(written: Json, made: readonly Run[], said: Json[]): Json | undefined {
  const isList = Array.isArray(written)
  const left = isList ? [...written] : [written]
  const whole: Json[] = []
  for (const run of made) {
    if (typeof run === 'number') {
      const fresh = left.splice(0, run)
      if (fresh.length < run) return undefined
      said.push(...fresh)
      whole.push(...fresh)
    } else {
      const [from, count] = run
      const known = said.slice(from - 1, from - 1 + count)
      if (known.length < count) return undefined
      whole.push(...known)
    }
  }
  if (isList) return left.length === 0 ? whole : undefined
  return whole[0]
}
