import { z } from 'zod'
import type { Json } from '../../kernel/json.ts'
import { containsJson, type Leeway } from '../../kernel/match-json.ts'
import { suggest } from '../../kernel/nearest.ts'
import { fits } from '../../kernel/pattern.ts'
import { collectionName } from '../../record/names.ts'
import { MOST_BYTES, MOST_ROWS } from '../../trace/contents.ts'
import { TABLE_ITSELF } from '../../trace/effect-target.ts'
import type { Evidence, WorldState } from '../../trace/evidence.ts'
import { show } from './grade.ts'

/** Fields that a thing must have, at any depth; it may have others. */
export const whereSchema = z.record(z.string(), z.json())

/** Which members of a collection are meant: all, one by id, those with certain fields. */
export const membersShape = {
  collection: collectionName(),
  id: z.string().optional(),
  where: whereSchema.optional(),
}

export interface MembersMeant {
  collection: string
  id?: string | undefined
  where?: Record<string, Json> | undefined
}

export interface MemberValue {
  id: string
  value: Json
}

/** The members meant, as they stand in a state of the world. */
export function selectMembers(
  state: WorldState,
  { collection, id, where }: MembersMeant,
  leeway: Leeway = {},
): MemberValue[] {
  const members = Object.hasOwn(state, collection) ? Object.entries(state[collection] ?? {}) : []
  return members
    .filter(([key, value]) => (id === undefined || key === id) && (!where || containsJson(value, where, leeway)))
    .map(([key, value]) => ({ id: key, value }))
}

/** What became of a table itself, in the words of the statement: 'DROP table public.orders'. It stands among its rows and is none. */
export function changeOfTable({ final }: Evidence, collection: string): string | undefined {
  const change = Object.hasOwn(final, collection) ? final[collection]?.[TABLE_ITSELF] : undefined
  return typeof change === 'string' ? change : undefined
}

/** The statement by which a table, a column of it or its name was lost, in its own words. */
export function lossOfTable({ effects }: Evidence, collection: string): string | undefined {
  const [, ...name] = collection.split('.')
  const named = name.length === 1 ? `public.${name[0]}` : name.join('.')
  const said = effects.flatMap(({ collection: of, id, after }) =>
    of === collection && id === TABLE_ITSELF && typeof after === 'string' ? [after] : [],
  )
  // Names are quoted where they must be.
  const isOf = (words: string) => words.replaceAll('"', '') === `ALTER TABLE ${named}`
  const isLoss = (words: string) =>
    words.startsWith('ALTER TABLE ') ? !isOf(words) : /^DROP table (?!constraint)/.test(words)
  return said.find(isLoss)
}

/**
 * The members meant, as they are at the end; what became of their table itself is none of them.
 * @throws {Error} nobody knows: the table is too large to be kept whole, and the member was not changed.
 */
export function membersAtEnd(evidence: Evidence, meant: MembersMeant, leeway: Leeway = {}): MemberValue[] {
  const { initial, final, inPart } = evidence
  const isTold = ({ collection, id }: MembersMeant) =>
    id !== undefined && [initial, final].some((state) => Object.hasOwn(state[collection] ?? {}, id))
  if (inPart.includes(meant.collection) && !isTold(meant)) {
    throw new Error(
      `${tooLarge(meant.collection)}: which of its rows are ${describe(meant)} is not known. Ask for effects, for \`unchanged\`, or for a row by its id that the agent changes; or give the table fewer rows`,
    )
  }
  const found = selectMembers(final, meant, leeway)
  return found.filter(({ id, value }) => id !== TABLE_ITSELF || typeof value !== 'string')
}

function tooLarge(name: string): string {
  return `${name} is too large to be kept whole, with more than ${MOST_ROWS.toLocaleString('en-US')} rows or ${MOST_BYTES / 1_000_000} MB`
}

/** 'payments.refunds "re_1" where {"charge":"ch_1"}'. */
export function describe({ collection, id, where }: MembersMeant): string {
  return `${collection}${id === undefined ? '' : ` "${id}"`}${where ? ` where ${show(where)}` : ''}`
}

/** Why a collection's name fits nothing that the world ever had; undefined where it does. A typing error must not pass. */
export function unknownCollection(evidence: Evidence, pattern: string): string | undefined {
  const known = [...new Set([...Object.keys(evidence.initial), ...Object.keys(evidence.final)])]
  if (known.some((name) => fits(pattern, name))) return undefined
  return `The world has no collection "${pattern}".${suggest(pattern, known)}`
}

/**
 * Why a table's name fits nothing that a reference tells; undefined where it does.
 * @throws {Error} nobody knows what the reference leaves: a table is too large to be kept whole.
 */
export function unknownReference({ reference, inPart }: Evidence, pattern: string): string | undefined {
  const large = inPart.find((name) => fits(pattern, name))
  if (large !== undefined) {
    throw new Error(`${tooLarge(large)}: its reference says nothing. Ask for its effects, or give it fewer rows`)
  }
  const known = Object.keys(reference)
  if (known.some((name) => fits(pattern, name))) return undefined
  const hint = known.length === 0 ? ' Give its database a `reference`.' : suggest(pattern, known)
  return `No reference tells of "${pattern}".${hint}`
}

/** The effects on one collection, or on one member of it, as references into the trace. */
export function effectsOn(evidence: Evidence, collection: string, id?: string): string[] {
  return evidence.effects
    .filter((effect) => effect.collection === collection && (id === undefined || effect.id === id))
    .map(({ seq }) => `e${seq}`)
}
