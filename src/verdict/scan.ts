import { UsageError } from '../kernel/errors.ts'

/** Reads a gate's text from left to right. White space between words does not matter. */
export interface Scan {
  /** Where the next word starts, from 1. */
  position(): number
  /** Takes the pattern if it comes next. */
  take(pattern: RegExp): string | undefined
  /** Takes the pattern. @throws {UsageError} with what was expected and what stands there. */
  expect(pattern: RegExp, expected: string): string
  /** @throws {UsageError} when something is left. */
  expectEnd(): void
  /** @throws {UsageError} always. */
  refuse(problem: string): never
}

export function scan(text: string): Scan {
  let at = 0
  const skipSpace = () => {
    while (/\s/.test(text.charAt(at))) at++
  }
  const take = (pattern: RegExp) => {
    skipSpace()
    const found = new RegExp(pattern.source, 'uy')
    found.lastIndex = at
    const [word] = found.exec(text) ?? []
    if (word) at += word.length
    return word || undefined
  }
  const position = () => {
    skipSpace()
    return at + 1
  }
  const refuse = (problem: string): never => {
    throw new UsageError(`Failed to read the gate '${text}': ${problem}`)
  }
  const miss = (expected: string) => {
    const found = position() > text.length ? 'the end' : `"${text.slice(at)}"`
    return refuse(`expected ${expected} at position ${position()}, found ${found}.`)
  }
  const expect = (pattern: RegExp, expected: string) => take(pattern) ?? miss(expected)
  const expectEnd = () => {
    if (position() <= text.length) miss('the end')
  }
  return { position, take, expect, expectEnd, refuse }
}
