import type { Json } from '../../kernel/json.ts'
import { membersOf } from '../../trace/abridged.ts'
import type { CallRecord } from '../../trace/events/call.ts'

/** A list of a request to a model, beside the same list of an earlier one. */
export interface ListPart {
  name: string
  /** In their order: what the earlier request had as well, and what was added. */
  pieces: { added: boolean; values: Json[] }[]
  added: number
  earlier: number
  /** How many the earlier request had that are gone. */
  gone: number
}

/** What a request to a model adds to the one that it goes on from. */
export interface Addition {
  /** Id of the earlier call; undefined for the first request of a conversation. */
  after: string | undefined
  /** Members that are as they were there. */
  same: { name: string; value: Json }[]
  lists: ListPart[]
  /** Other members that are new, or not as they were. */
  others: { name: string; value: Json }[]
}

interface Texts {
  call: string
  members: ReadonlyMap<string, { value: Json; text: string; each?: string[] }>
}

/** How many earlier requests are looked at. */
const LOOKED_AT = 8
/** How often a value that is not the next one is looked for further on: lists of an agent's may be long and have nothing in common. */
const SEARCHES = 50

/**
 * Reads a trial's requests to models in their order: what each adds to the earlier one that it shares most with. Undefined
 * for what is no such request, or whose body is kept in part or holds no members.
 */
export function openAdditions(): (call: CallRecord) => Addition | undefined {
  const earlier: Texts[] = []
  return (call) => {
    const members = call.wire === undefined ? undefined : membersOf(call.input)
    if (members === undefined) return undefined
    const now = textsOf(call.id, members)
    const base = nearest(now, earlier)
    earlier.unshift(now)
    earlier.length = Math.min(earlier.length, LOOKED_AT)
    return addition(now, base)
  }
}

function textsOf(call: string, members: { [name: string]: Json }): Texts {
  const entries = Object.entries(members).map(([name, value]) => {
    const each = Array.isArray(value) ? value.map((one) => JSON.stringify(one)) : undefined
    return [name, { value, text: each ? `[${each.join(',')}]` : JSON.stringify(value), ...(each && { each }) }] as const
  })
  return { call, members: new Map(entries) }
}

/** The earlier request that it shares most with, the latest of several; undefined where it shares no list's beginning. */
function nearest(now: Texts, earlier: readonly Texts[]): Texts | undefined {
  let [found, most]: [Texts | undefined, number] = [undefined, 0]
  for (const base of earlier) {
    const shared = sharedWith(now, base)
    if (shared > most) [found, most] = [base, shared]
  }
  return found
}

function sharedWith(now: Texts, base: Texts): number {
  let shared = 0
  for (const [name, { each }] of now.members) {
    const known = base.members.get(name)?.each
    if (each && known) shared += earlierIn(each, known).filter(Boolean).length
  }
  return shared
}

function addition(now: Texts, base: Texts | undefined): Addition {
  const [same, lists, others]: [Addition['same'], ListPart[], Addition['others']] = [[], [], []]
  for (const [name, { value, text, each }] of now.members) {
    const known = base?.members.get(name)
    if (known?.text === text) same.push({ name, value })
    else if (each && Array.isArray(value)) lists.push(listPart(name, value, each, known?.each ?? []))
    else others.push({ name, value })
  }
  return { after: base?.call, same, lists, others }
}

function listPart(name: string, values: readonly Json[], each: readonly string[], known: readonly string[]): ListPart {
  const pieces: ListPart['pieces'] = []
  const found = earlierIn(each, known)
  for (const [place, value] of values.entries()) {
    const added = !found[place]
    const last = pieces.at(-1)
    if (last?.added === added) last.values.push(value)
    else pieces.push({ added, values: [value] })
  }
  const earlier = found.filter(Boolean).length
  return { name, pieces, earlier, added: values.length - earlier, gone: known.length - earlier }
}

/** Which of the values the other list has as well, in the same order: what is said twice is new the second time. */
function earlierIn(each: readonly string[], known: readonly string[]): boolean[] {
  let [next, searches] = [0, 0]
  return each.map((text) => {
    const at = known[next] === text ? next : searches++ < SEARCHES ? known.indexOf(text, next) : -1
    if (at < 0) return false
    next = at + 1
    return true
  })
}
