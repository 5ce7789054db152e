import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { fits } from '../kernel/pattern.ts'
import type { Known } from '../record/run.ts'
import type { Candidate } from './candidate.ts'
import type { Gate } from './parse-gate.ts'
import { valuesOf } from './tags.ts'

const lists = { agent: 'agents', scenario: 'scenarios', variant: 'variants', model: 'models', tag: 'tags' } as const

/** @throws {UsageError} a gate's tag has a value that nothing defines. */
export function checkNames({ text, tags }: Gate, known: Known, candidates: readonly Candidate[]): void {
  for (const { name, pattern } of tags) {
    if (name === 'guard' || name === 'fault') continue
    const names = [...new Set([...known[lists[name]], ...valuesOf(name, candidates)])]
    if (names.some((value) => fits(pattern, value))) continue
    throw new UsageError(
      `Failed to read the gate '${text}': there is no ${name} "${pattern}".${suggest(pattern, names)}`,
    )
  }
}
