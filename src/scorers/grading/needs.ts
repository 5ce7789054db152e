import { z } from 'zod'
import type { Evidence } from '../../trace/evidence.ts'
import { amountSchema, nearness, phrase } from './amount.ts'
import { refer } from './events.ts'
import { isKind, kindSchema, nameKind } from './kinds.ts'
import { describe, membersAtEnd, membersShape, unknownCollection } from './members.ts'

const things = {
  effect: kindSchema.optional(),
  /** Members of the world at the end. */
  state: z.strictObject(membersShape).optional(),
}

const EITHER = 'give one of effect and state'

const isEither = ({ effect, state }: Things) => (effect === undefined) !== (state === undefined)

/** Effects, or members of the world at the end. */
export const thingsSchema = z.strictObject(things).refine(isEither, EITHER)

/** What the world must show for something that is said to be true. */
export const needsSchema = z
  .strictObject({
    ...things,
    /** How many there must be. */
    count: amountSchema.default({ min: 1 }),
  })
  .refine(isEither, EITHER)

export type Things = z.infer<z.ZodObject<typeof things>>
export type Needs = z.infer<typeof needsSchema>

export interface Shown {
  count: number
  /** References into the trace. */
  events: string[]
}

/** How much of it the world shows. */
export function shownOf(evidence: Evidence, { effect, state }: Things): Shown {
  if (state) return { count: membersAtEnd(evidence, state).length, events: [] }
  const made = effect ? evidence.effects.filter((one) => isKind(one, effect)) : []
  return { count: made.length, events: refer(made) }
}

export function isShown(evidence: Evidence, needs: Needs): boolean {
  return nearness(shownOf(evidence, needs).count, needs.count) === 1
}

export function nameThings({ effect, state }: Things): string {
  return effect ? nameKind(effect) : state ? describe(state) : ''
}

/** 'exactly 1 of create payments.refunds'. */
export function nameNeeds(needs: Needs): string {
  return `${phrase(needs.count)} of ${nameThings(needs)}`
}

/** Why its collection fits nothing that the world ever had. */
export function typoInThings(evidence: Evidence, { effect, state }: Things): string | undefined {
  return unknownCollection(evidence, (effect ?? state)?.collection ?? '')
}
