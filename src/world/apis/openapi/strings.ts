import fc from 'fast-check'
import type { Random } from '../../../kernel/random.ts'
import { formats, letters } from './formats.ts'
import { textAt } from './node.ts'
import { type Pattern, patternOf } from './patterns.ts'
import type { Flat } from './schemas.ts'
import { textNamed } from './words.ts'

/** What a text is made by. */
export interface Making {
  /** Of the member that it is. */
  name: string
  random: Random
  /** ms since 1970. */
  now: number
}

const LONGEST = 10_000

/** A text as a schema has it: of its format, of its pattern, or as texts of that name usually are. */
export function makeText(flat: Flat, { name, random, now }: Making): string {
  const [least, most] = bounds(flat)
  const source = textAt(flat, 'pattern')
  const pattern = source === undefined ? undefined : patternOf(source)
  const format = formats.get(textAt(flat, 'format') ?? '')
  const tries = [
    () => format?.make(random.fork('format'), now),
    () => textNamed(name, random.fork('words')),
    () => (pattern ? ofPattern(pattern, random) : undefined),
    () => exampleOf(flat),
  ]
  for (const make of tries) {
    const said = make()
    if (said === undefined) continue
    if (fits(said, pattern, least, most)) return said
    const cut = said.slice(0, most)
    if (!format && fits(cut, pattern, least, most)) return cut
  }
  return pattern
    ? sized(pattern, random, least, most)
    : letters(random, Math.min(most, Math.max(least, Math.min(10, most))))
}

function bounds(flat: Flat): [least: number, most: number] {
  const least = typeof flat.minLength === 'number' && flat.minLength > 0 ? Math.ceil(flat.minLength) : 0
  const most = typeof flat.maxLength === 'number' && flat.maxLength >= 0 ? Math.floor(flat.maxLength) : LONGEST
  return [Math.min(least, LONGEST), Math.min(most, LONGEST)]
}

function fits(text: string, pattern: Pattern | undefined, least: number, most: number): boolean {
  return text.length >= least && text.length <= most && (pattern?.fits(text) ?? true)
}

function exampleOf(flat: Flat): string | undefined {
  const { examples } = flat
  const [first] = Array.isArray(examples) ? examples : []
  return [first, flat.example, flat.default].find((one) => typeof one === 'string')
}

/** What fast-check's reading of it would not survive: numbers of repetitions beyond all use. */
function isModest({ source }: Pattern): boolean {
  if (source.length > 2_000) return false
  const counts = [...source.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, from, to]) => [
    Number(from),
    Number(to || 0),
  ])
  return (
    counts.every((count) => count <= 1_000) &&
    counts.reduce((product, count) => product * Math.max(1, count), 1) <= 100_000
  )
}

const makers = new WeakMap<Pattern, fc.Arbitrary<string> | null>()

function ofPattern(pattern: Pattern, random: Random, size: fc.Size = 'small'): string | undefined {
  const known = size === 'small' ? makers.get(pattern) : undefined
  const maker = known === undefined ? arbitraryOf(pattern, size) : known
  if (size === 'small') makers.set(pattern, maker)
  if (!maker) return undefined
  try {
    return fc.sample(maker, { seed: random.int(2 ** 31), numRuns: 1 })[0]
  } catch {
    return undefined
  }
}

/** Null for what fast-check cannot make: looking ahead and behind. */
function arbitraryOf(pattern: Pattern, size: fc.Size): fc.Arbitrary<string> | null {
  if (!isModest(pattern)) return null
  try {
    const printable = /[^\x20-\x7e]/
    const made = fc.stringMatching(pattern.expression, { size })
    return made.map((text) =>
      printable.test(text) && pattern.fits(text.replace(/[^\x20-\x7e]/g, 'a'))
        ? text.replace(/[^\x20-\x7e]/g, 'a')
        : text,
    )
  } catch {
    return null
  }
}

/** A pattern and lengths at once: tried with more and more signs, then by what it begins with. */
function sized(pattern: Pattern, random: Random, least: number, most: number): string {
  for (const size of ['xsmall', 'small', 'medium', 'large'] as const) {
    for (let turn = 0; turn < 10; turn++) {
      const said = ofPattern(pattern, random.fork(size, turn), size)
      if (said === undefined) break
      if (fits(said, pattern, least, most)) return said
    }
  }
  const plain = ['a', 'A', '1', 'a1', 'Aa1!', '/a', '#a'].map((start) =>
    start.padEnd(least, 'a1').slice(0, Math.max(1, most)),
  )
  return plain.find((text) => fits(text, pattern, least, most)) ?? letters(random, Math.min(most, Math.max(least, 10)))
}
