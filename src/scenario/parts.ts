import type { z } from 'zod'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { misfits, pathText } from './explain.ts'
import { knownMembers, type scenarioSchema } from './schema.ts'

/** A scenario as its file has it, with its shape checked. */
export type Parsed = z.output<typeof scenarioSchema>

export interface Part {
  name: string
  params: z.ZodType<unknown>
}

/** Collects what is wrong, so that a user sees all of it at once. `at`: a path within `path` that is still closer to it. */
export type Complain = (path: PropertyKey[], message: string, at?: PropertyKey[]) => void

/** A part by name from its catalogue, or a part of the user's own. */
export function findPart<P extends Part>(
  use: unknown,
  catalogue: Readonly<Record<string, unknown>>,
  kind: string,
  path: PropertyKey[],
  complain: Complain,
): P | undefined {
  if (typeof use !== 'string') {
    const { name, params } = use as Partial<Part>
    if (typeof name === 'string' && params) return use as P
    complain(path, `a ${kind} of your own needs a name and params`)
    return undefined
  }
  if (Object.hasOwn(catalogue, use)) return catalogue[use] as P
  complain(path, `there is no ${kind} "${use}".${suggest(use, Object.keys(catalogue))}`)
  return undefined
}

export function readParams(
  part: Part,
  params: Record<string, unknown>,
  path: PropertyKey[],
  complain: Complain,
): unknown {
  const parsed = part.params.safeParse(params)
  if (parsed.success) return parsed.data
  const known = (inner: PropertyKey[], found: unknown) => knownMembers(part.params, inner, found)
  for (const { path: inner, message } of misfits(parsed.error.issues, params, known)) {
    complain(path, `${part.name}: ${pathText(inner)}: ${message}`, [...path, ...inner])
  }
  return undefined
}

export function refuse(file: string, problems: string): UsageError {
  return new UsageError(`Failed to load ${file}:\n${problems}`)
}
