import type { CoveredTarget } from '../record/coverage.ts'
import type { KnownFault } from '../record/known-fault.ts'

/** A variant that a scenario does not have. */
export interface MissingVariant {
  name: string
  fault: string
  on: string
}

/** What hurts most comes first: where something was done, to hear nothing of it; where something is read, to be told what is not so. */
const HARM: Readonly<Record<'writes' | 'reads', readonly KnownFault['known'][]>> = {
  writes: ['unheard', 'never', 'after', 'before'],
  reads: ['never', 'unheard', 'after', 'before'],
}

/**
 * A variant for each pair of a target and a fault that no trial had. Writes stand before reads, and what hurts most before what
 * hurts less; targets take turns, and of faults that hurt alike the one that was named least comes first.
 * @param taken Names of variants that there are.
 */
export function missingVariants(targets: readonly CoveredTarget[], taken: readonly string[]): MissingVariant[] {
  const names = new Set(taken)
  const named = new Map<string, number>()
  let lines = targets
    .map(({ target, access, open }) => ({
      target,
      order: HARM[access === 'read' ? 'reads' : 'writes'],
      open: [...open],
    }))
    .toSorted((a, b) => Number(a.order === HARM.reads) - Number(b.order === HARM.reads))
  const variants: MissingVariant[] = []
  for (; lines.length > 0; lines = lines.filter(({ open }) => open.length > 0)) {
    for (const { target, order, open } of lines) {
      const [fault] = open.toSorted(
        (a, b) =>
          order.indexOf(a.known) - order.indexOf(b.known) || (named.get(a.name) ?? 0) - (named.get(b.name) ?? 0),
      )
      if (!fault) continue
      open.splice(open.indexOf(fault), 1)
      named.set(fault.name, (named.get(fault.name) ?? 0) + 1)
      variants.push({ name: freeName(fault.name, target, names), fault: fault.name, on: target })
    }
  }
  return variants
}

/** 'lost-reply-refunds': the fault, and the last word of the target. */
function freeName(fault: string, target: string, names: Set<string>): string {
  const words =
    target
      .toLowerCase()
      .replace(/\{.*?\}/g, '')
      .match(/[a-z0-9]+/g) ?? []
  const base = [fault, ...words.slice(-1)].join('-')
  let name = base
  for (let count = 2; names.has(name); count++) name = `${base}-${count}`
  names.add(name)
  return name
}
