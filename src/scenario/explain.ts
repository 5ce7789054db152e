import type { z } from 'zod'
import { suggest } from '../kernel/nearest.ts'

type Issue = z.core.$ZodIssue
type KnownMembers = (path: PropertyKey[], found: unknown) => string[]

/** Where a path was written down, as what stands before a message: 'a.scenario.yaml:3:5: ', or '' where that is not known. */
export type PlaceOf = (path: readonly PropertyKey[]) => string

/** Something that does not fit. */
export interface Misfit {
  path: PropertyKey[]
  message: string
}

/**
 * What does not fit in a value that a user wrote, a line each: the path within it, what was expected, what was found,
 * and the nearest match for a typo.
 * @param known The accepted members at a path, for a guess at a misspelt one, given what was found there.
 */
export function explainIssues(
  issues: readonly Issue[],
  value: unknown,
  known: KnownMembers,
  place: PlaceOf = () => '',
): string {
  return misfits(issues, value, known)
    .map(({ path, message }) => `  ${place(path)}${pathText(path)}: ${message}`)
    .join('\n')
}

/** The same, each with its path. */
export function misfits(issues: readonly Issue[], value: unknown, known: KnownMembers): Misfit[] {
  return flatten(issues)
    .slice(0, 10)
    .flatMap((issue) => describe(issue, value, known))
}

function describe(issue: Issue, value: unknown, known: KnownMembers): Misfit[] {
  if (issue.code === 'unrecognized_keys') {
    const members = known(issue.path, at(value, issue.path))
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      message: `there is no such setting.${suggest(key, members)}`,
    }))
  }
  const found = at(value, issue.path)
  const options = issue.code === 'invalid_value' && typeof found === 'string' ? issue.values.map(String) : []
  if (issue.code === 'invalid_key') return [{ path: issue.path, message: `${expectation(issue.issues[0] ?? issue)}.` }]
  const message = `${expectation(issue)}, found ${shown(found)}.${suggest(String(found), options)}`
  return [{ path: issue.path, message }]
}

function expectation({ message }: Pick<Issue, 'message'>): string {
  return message.replace(/^Invalid (input|option): /, '').replace(/, received .*$/, '')
}

/** The issues inside a union are those of its closest branch. */
function flatten(issues: readonly Issue[]): Issue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue]
    const closest = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? []
    if (depth(closest) === 0) return [{ ...issue, message: anyOf(issue.errors) } as Issue]
    return flatten(closest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }) as Issue))
  })
}

/** 'expected string or object'. */
function anyOf(branches: readonly Issue[][]): string {
  const kinds = branches.flatMap(([first]) => (first ? expectation(first).replace(/^expected /, '') : []))
  return `expected ${[...new Set(kinds)].join(' or ')}`
}

function depth(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map(({ path, code }) => path.length + (code === 'unrecognized_keys' ? 1 : 0)))
}

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value)
}

export function pathText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(the whole value)'
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    const name = String(key)
    if (!/^[\w$]+$/.test(name)) return `${text}[${JSON.stringify(name)}]`
    return text === '' ? name : `${text}.${name}`
  }, '')
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (typeof value === 'function') return 'a function'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
