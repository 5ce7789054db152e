import type { EffectEvent } from './events/effect.ts'

const VERBS = { create: 'INSERT', update: 'UPDATE', delete: 'DELETE' } as const

/** What a statement would be called that did this alone: a deleted row of 'shop.orders' is 'shop DELETE orders'. */
export function effectTarget({ collection, op }: Pick<EffectEvent, 'collection' | 'op'>): string {
  const dot = collection.indexOf('.')
  const [database, table] = [collection.slice(0, dot), collection.slice(dot + 1)]
  return `${database} ${table === '(schema)' ? 'CHANGE' : VERBS[op]} ${table}`
}
