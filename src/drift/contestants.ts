import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import type { ComparedTrial } from '../record/reference.ts'

/** Who is compared with whom, by label: 'ai-sdk@cautious'. */
export interface Match {
  base: string
  head: string
}

/** 'careful', or 'careful@model'. */
export function labelOf({ agent, model }: Pick<ComparedTrial, 'agent' | 'model'>): string {
  return model === null ? agent : `${agent}@${model}`
}

/**
 * Pairs the contestants of two runs. Named ones are taken as named: one is compared with itself, two with each other. Else
 * each is compared with its namesake; where a side has a single one for an agent, under whatever model, those two.
 * @throws {UsageError} a name that its side does not have, or nobody to compare.
 */
export function matchContestants(
  base: readonly ComparedTrial[],
  head: readonly ComparedTrial[],
  named: readonly string[] = [],
): Match[] {
  const [left, right] = [labelsOf(base), labelsOf(head)]
  if (named.length > 2) throw new UsageError(`Failed to compare ${named.join(', ')}: name one agent or two.`)
  const [first, second = first] = named
  if (first !== undefined && second !== undefined) {
    mustHave(first, left, 'base')
    mustHave(second, right, 'head')
    return [{ base: first, head: second }]
  }
  const matches = left.flatMap((label) => {
    const other = right.includes(label) ? label : onlyOther(label, left, right)
    return other === undefined ? [] : [{ base: label, head: other }]
  })
  if (matches.length > 0) return matches
  throw new UsageError(
    `Failed to compare: the two sides have no agent in common (${left.join(', ') || 'none'} and ${right.join(', ') || 'none'}). ` +
      'Name one of each side with --agent.',
  )
}

function labelsOf(trials: readonly ComparedTrial[]): string[] {
  return [...new Set(trials.map(labelOf))]
}

/** The same agent under another model, where each side has it under one alone. */
function onlyOther(label: string, left: readonly string[], right: readonly string[]): string | undefined {
  const agent = agentOf(label)
  const others = right.filter((other) => agentOf(other) === agent)
  return others.length === 1 && left.filter((other) => agentOf(other) === agent).length === 1 ? others[0] : undefined
}

function agentOf(label: string): string {
  return label.split('@', 1)[0] ?? ''
}

function mustHave(name: string, known: readonly string[], side: string): void {
  if (known.includes(name)) return
  throw new UsageError(`Failed to compare: the ${side} has no trial of "${name}".${suggest(name, known)}`)
}
