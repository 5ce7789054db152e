import { z } from 'zod'
import { fieldOf } from '../../kernel/field.ts'
import type { Json } from '../../kernel/json.ts'
import type { Evidence } from '../../trace/evidence.ts'
import { describe, membersShape, selectMembers, unknownReference } from './members.ts'

/** Where a reference says something: a field of the one member that is meant. */
export const factSchema = z.strictObject({
  ...membersShape,
  /** A name, or a path of names: 'totals.failed'. */
  field: z.string().min(1),
})

/** What the reference says, or why it says nothing. */
export function tellFact(
  evidence: Evidence,
  { field, ...meant }: z.infer<typeof factSchema>,
): { value: Json } | { problem: string } {
  const typo = unknownReference(evidence, meant.collection)
  if (typo) return { problem: typo }
  const found = selectMembers(evidence.reference, meant)
  if (found.length !== 1) return { problem: `The reference has ${found.length} of ${describe(meant)}, not one.` }
  const value = fieldOf(found[0]?.value ?? null, field)
  return value === undefined ? { problem: `The reference's ${describe(meant)} has no "${field}".` } : { value }
}
