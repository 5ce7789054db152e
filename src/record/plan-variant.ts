import { UsageError } from '../kernel/errors.ts'
import type { PlanEntryInput } from './plan.ts'

/**
 * What the name of a variant begins with that is a plan by itself: 'plan:{"fault":"lost-reply","on":"payments POST *"}', or
 * 'plan:{"all":[...]}' for several entries. Every scenario has all of them, and none lists them.
 */
const PLAN = 'plan:'

/** Is this the name of such a variant? */
export function isPlanVariant(variant: string): boolean {
  return variant.startsWith(PLAN)
}

/** The variant that is this plan; 'calm' for one without an entry. */
export function planVariant(entries: readonly PlanEntryInput[]): string {
  const [only, ...others] = entries
  if (!only) return 'calm'
  return `${PLAN}${JSON.stringify(others.length === 0 ? only : { all: entries })}`
}

/** The entries that such a name holds. Nobody has checked them. @throws {UsageError} it holds no JSON. */
export function entriesIn(variant: string): unknown[] {
  const text = variant.slice(PLAN.length)
  try {
    const value: unknown = JSON.parse(text)
    const { all } = Object(value) as { all?: unknown }
    return Array.isArray(all) ? all : [value]
  } catch {
    throw new UsageError(
      `Failed to read the plan in ${JSON.stringify(variant)}: it is no JSON. Write plan:{"fault":"lost-reply","on":"payments POST *","when":{"nth":1}}.`,
    )
  }
}
