import { UsageError } from '../../kernel/errors.ts'
import { suggest } from '../../kernel/nearest.ts'

/** What can be created in a project. */
export const CREATED_KINDS = ['scenario', 'agent', 'fault', 'guard', 'scorer'] as const

/** Checks what is to be made, and what it is to be called. @throws {UsageError} with the nearest that would do. */
export function checkPart(kind: string, name: string, kinds: readonly string[]): void {
  if (!kinds.includes(kind)) throw new UsageError(`There is no "${kind}" to create.${suggest(kind, kinds)}`)
  const form = kind === 'scenario' ? /^[a-z][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*$/ : /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
  if (form.test(name)) return
  const nearest = kebab(name)
  const guess = form.test(nearest) ? ` Did you mean "${nearest}"?` : ''
  const folders = kind === 'scenario' ? ', with "/" for folders' : ''
  throw new UsageError(
    `Failed to create the ${kind} "${name}": a name has a-z, 0-9 and "-", and begins with a letter${folders}.${guess}`,
  )
}

/** 'MyFault' -> 'my-fault' */
function kebab(name: string): string {
  const words = name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
  return words.replace(/[^a-z0-9/]+/g, '-').replace(/^[-0-9/]+|[-/]+$/g, '')
}
