import { currentMembers, executing } from '../boundary/current.ts'
import { copyJson, type Json } from '../kernel/json.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import { documentDigest } from './documents.ts'

/** The members of every collection of one trial: collection -> id -> member. */
export type Members = Map<string, Map<string, Json>>

/** By prefix, up to where ids were used: to try them all again makes a thousandth member cost a thousand looks. */
const usedIds = new WeakMap<Map<string, Json>, Map<string, number>>()

function usedOf(members: Map<string, Json>): Map<string, number> {
  const used = usedIds.get(members) ?? new Map<string, number>()
  usedIds.set(members, used)
  return used
}

type MemberChange = Pick<EffectEvent, 'op' | 'id'> & { before?: Json; after?: Json }

/**
 * Things of one kind that exist in the world. One value for all trials: each trial sees its own members, and every
 * change is an effect of the call that made it. Members are copied on the way in and out.
 */
export interface Collection<T extends object, Name extends string = string> {
  readonly name: Name
  readonly seeds: Readonly<Record<string, T>>
  get(id: string): T | undefined
  all(): T[]
  /** The same with their ids. */
  entries(): [id: string, member: T][]
  find(test: (member: T) => boolean): T | undefined
  filter(test: (member: T) => boolean): T[]
  /** An id that this trial has not used in this collection: 're_1', 're_2' ... */
  newId(prefix: string): string
  /** @throws {Error} the id is taken. */
  create(id: string, member: T): T
  /** Replaces the given fields. @throws {Error} no such member. */
  update(id: string, fields: Partial<T>): T
  /** @throws {Error} no such member. */
  delete(id: string): void
}

/**
 * Members at the start of a trial, by id, with a type of your own: `defineCollection('payments.refunds', members<Refund>())`.
 * So scenarios know the collection's name; `defineCollection<Refund>('payments.refunds')` tells them the type alone.
 */
export function members<T extends object>(seeds: Record<string, T> = {}): Record<string, T> {
  return seeds
}

/** @param name 'payments.refunds': what effects and scorers call it. @param seeds The members at the start of a trial, by id. */
export function defineCollection<Name extends string, T extends object>(
  name: Name,
  seeds?: Record<string, T>,
): Collection<T, Name>
export function defineCollection<T extends object>(name: string, seeds?: Record<string, T>): Collection<T>
export function defineCollection<T extends object>(name: string, seeds: Record<string, T> = {}): Collection<T> {
  const members = () => {
    const all = currentMembers.getStore()
    const mine = all?.get(name)
    if (mine) return mine
    const why = all ? 'is not part of this world' : 'is reached by calls alone, never by importing its module'
    throw new Error(`Failed to use collection "${name}": it ${why}.`)
  }
  const change = ({ op, id, before, after }: MemberChange) => {
    const call = executing.getStore()
    // Nobody would know of it.
    if (!call) throw new Error(`Failed to change "${id}" of "${name}": only what answers a call may change the world.`)
    if (op === 'delete') members().delete(id)
    else members().set(id, after as Json)
    const images = { ...(before !== undefined && { before }), ...(after !== undefined && { after }) }
    call.effect({ collection: name, op, id, ...images })
  }
  const existing = (id: string) => {
    const member = members().get(id)
    if (member === undefined) throw new Error(`Failed to change "${id}" of "${name}": there is no such member.`)
    return member
  }
  const all = () => [...members().values()].map((member) => copyJson(member) as T)
  const find = (test: (member: T) => boolean) => {
    for (const member of members().values()) {
      const copy = copyJson(member) as T
      if (test(copy)) return copy
    }
    return undefined
  }
  return {
    name,
    seeds,
    get: (id) => {
      const member = members().get(id)
      return member === undefined ? undefined : (copyJson(member) as T)
    },
    all,
    entries: () => [...members()].map(([id, member]) => [id, copyJson(member) as T]),
    find,
    filter: (test) => all().filter(test),
    newId: (prefix) => {
      const mine = members()
      const used = usedOf(mine)
      let next = used.get(prefix) ?? 1
      while (mine.has(`${prefix}_${next}`)) next++
      used.set(prefix, next)
      return `${prefix}_${next}`
    },
    create: (id, member) => {
      if (members().has(id)) throw new Error(`Failed to create "${id}" in "${name}": it exists.`)
      const after = copyJson(member as Json)
      change({ op: 'create', id, after })
      return copyJson(after) as T
    },
    update: (id, fields) => {
      const before = existing(id)
      const after = copyJson({ ...(before as object), ...fields } as Json)
      change({ op: 'update', id, before, after })
      return copyJson(after) as T
    },
    delete: (id) => change({ op: 'delete', id, before: existing(id) }),
  }
}

type Owners = Readonly<Record<string, { collections: readonly Collection<object>[] }>>

/** Every collection that a scenario's APIs and tools bring, each once. */
export function collectionsOf({ apis, tools }: { apis: Owners; tools: Owners }): Set<Collection<object>> {
  return new Set([...Object.values(apis), ...Object.values(tools)].flatMap(({ collections }) => [...collections]))
}

/** Fresh members for a trial. `overrides` replaces the seeds of the collections that it names. */
export function seedMembers(
  collections: Iterable<Collection<object>>,
  overrides: Readonly<Record<string, Record<string, Json>>> = {},
): Members {
  const members: Members = new Map()
  for (const { name, seeds } of collections) {
    const own = overrides[name] ?? (seeds as Record<string, Json>)
    // What was read from a document is frozen: a large world is not copied for each trial.
    const isShared = documentDigest(own) !== undefined
    const rows = Object.entries(own)
    members.set(name, new Map(isShared ? rows : rows.map(([id, member]) => [id, copyJson(member)])))
  }
  return members
}
