import type { EffectEvent } from './events/effect.ts'

const VERBS = { create: 'INSERT', update: 'UPDATE', delete: 'DELETE' } as const

/** Which member of a table's collection stands for the table itself: it was altered, or dropped. */
export const TABLE_ITSELF = '(schema)'

/** What a statement would be called that did this alone: a deleted row of 'shop.orders' is 'shop DELETE orders'. */
export function effectTarget({ collection, op, id }: Pick<EffectEvent, 'collection' | 'op'> & { id?: string }): string {
  const dot = collection.indexOf('.')
  const [database, table] = [collection.slice(0, dot), collection.slice(dot + 1)]
  return `${database} ${table === TABLE_ITSELF || id === TABLE_ITSELF ? 'CHANGE' : VERBS[op]} ${table}`
}
