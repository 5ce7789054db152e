import { expect, test } from 'vitest'
import { declarations } from '../../scripts/reference/interfaces.ts'

const SOURCE = `import type { Json } from './json.ts'

/** One. It has
 * two lines. */
export interface One extends Two {
  /** Told. */
  told: string
  // Not for readers.
  maybe?: 'a,b' | { c: Json; d: () => void }
  'in-quotes': readonly [string, number][]
  list: {
    /** Within. */
    name: string
    other: string
  }[]
  run(task: Json, session: Two): Promise<Json> | Json
}

export type Word =
  /** The first. */
  | 'x'
  | 'y'

/** An alias that ends in an object. */
export type Use = Omit<One, 'told'> & {
  /** Narrower. */
  told: 'yes'
}

export type Short = string
const hidden = { not: 'read' }
`

test('members come with their types, their comments and what they hold', () => {
  const [one, word, use, short, ...rest] = declarations(SOURCE)
  expect(rest).toEqual([])
  expect(one).toMatchObject({ name: 'One', doc: 'One. It has two lines.' })
  expect(one?.members.map(({ name, optional, type, doc }) => [name, optional, type, doc])).toEqual([
    ['told', false, 'string', 'Told.'],
    ['maybe', true, "'a,b' | { c: Json; d: () => void }", ''],
    ['in-quotes', false, 'readonly [string, number][]', ''],
    ['list', false, '{ name: string other: string }[]', ''],
    ['run', false, '(task: Json, session: Two): Promise<Json> | Json', ''],
  ])
  expect(one?.members[3]?.members).toMatchObject([{ name: 'name', doc: 'Within.' }, { name: 'other' }])
  expect(word).toMatchObject({ name: 'Word', type: "'x' | 'y'", members: [] })
  expect(use).toMatchObject({ name: 'Use', members: [{ name: 'told', type: "'yes'", doc: 'Narrower.' }] })
  expect(short).toMatchObject({ name: 'Short', type: 'string', members: [] })
})

test('what it does not read is refused', () => {
  expect(() => declarations('export interface One {\n  [key: string]: number\n}\n')).toThrow(
    'Failed to read a declaration at: [key: string]',
  )
})
