import { z } from 'zod'
import { containsJson, type Leeway } from '../../kernel/match-json.ts'
import { fits } from '../../kernel/pattern.ts'
import { collectionName } from '../../record/names.ts'
import { imageOf } from '../../trace/content.ts'
import type { EventOf } from '../../trace/event.ts'
import { show } from './grade.ts'
import { whereSchema } from './members.ts'

export type Effect = EventOf<'effect'>

/** A kind of effects. */
export const kindShape = {
  /** `*` for any run of characters. */
  collection: collectionName(),
  op: z.enum(['create', 'update', 'delete']).optional(),
  /** Fields that the member has after the change; before it, for a delete. */
  where: whereSchema.optional(),
}
export const kindSchema = z.strictObject(kindShape)
export type Kind = z.infer<typeof kindSchema>

export function isKind(effect: Effect, { collection, op, where }: Kind, leeway: Leeway = {}): boolean {
  if (!fits(collection, effect.collection) || (op && op !== effect.op)) return false
  return !where || containsJson(imageOf(effect), where, leeway)
}

/** 'create payments.refunds where {"charge":"ch_1"}'. */
export function nameKind({ collection, op, where }: Kind): string {
  return `${op ?? 'any change of'} ${collection}${where ? ` where ${show(where)}` : ''}`
}
