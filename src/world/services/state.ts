import { canonical, type Json } from '../../kernel/json.ts'
import type { EffectEvent } from '../../trace/events/effect.ts'
import type { ServiceState } from './define.ts'

/** A change of a member, as effects tell it. */
export type MemberChange = Pick<EffectEvent, 'collection' | 'op' | 'id' | 'before' | 'after'>

/** The collections of a service as effects name them: 'cache.keys'. */
export function namedState(service: string, state: ServiceState): ServiceState {
  return Object.fromEntries(Object.entries(state).map(([name, members]) => [`${service}.${name}`, members]))
}

/**
 * What somebody's code gave as the state of a service, as plain JSON.
 * @throws {TypeError} says what is wrong with it.
 */
export function readState(given: unknown): ServiceState {
  if (!isMembers(given)) throw new TypeError(`${EXPECTED}, found ${wordFor(given)}`)
  return Object.fromEntries(Object.entries(given).map(([name, members]) => [name, readMembers(name, members)]))
}

function readMembers(name: string, members: unknown): Record<string, Json> {
  if (!isMembers(members)) throw new TypeError(`${EXPECTED}, found ${wordFor(members)} at ${JSON.stringify(name)}`)
  const there = Object.entries(members).filter(([, member]) => member !== undefined)
  return Object.fromEntries(there.map(([id, member]) => [id, plain(name, id, member)]))
}

const EXPECTED = "expected collections of members by id, such as { keys: { 'user:1': 'Ada' } }"

function plain(collection: string, id: string, member: unknown): Json {
  const text = JSON.stringify(member)
  if (text === undefined) throw new TypeError(`${collection}.${id} is no JSON`)
  return JSON.parse(text) as Json
}

function isMembers(given: unknown): given is Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given)
}

function wordFor(given: unknown): string {
  if (given === null) return 'null'
  return Array.isArray(given) ? 'a list' : typeof given
}

/** What was created, changed and deleted from one look to the next, in the order of names and ids. */
export function changesBetween(before: ServiceState, after: ServiceState): MemberChange[] {
  const collections = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return collections.flatMap((name) => {
    const [old, now] = [membersOf(before, name), membersOf(after, name)]
    const ids = [...new Set([...old.keys(), ...now.keys()])].sort()
    return ids.flatMap((id) => changeOf(name, id, old.get(id), now.get(id)))
  })
}

function membersOf(state: ServiceState, name: string): Map<string, Json> {
  return new Map(Object.entries(Object.hasOwn(state, name) ? (state[name] ?? {}) : {}))
}

function changeOf(collection: string, id: string, before: Json | undefined, after: Json | undefined): MemberChange[] {
  if (before === undefined) return after === undefined ? [] : [{ collection, op: 'create', id, after }]
  if (after === undefined) return [{ collection, op: 'delete', id, before }]
  return canonical(before) === canonical(after) ? [] : [{ collection, op: 'update', id, before, after }]
}
