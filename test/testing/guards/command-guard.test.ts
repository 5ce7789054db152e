import { join } from 'node:path'
import { type CommandGuard, commandGuard, laws, searchGuard } from 'mettle/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { readLine, writeLine } from '../../../src/testing/guards/command/lines.ts'

const law = { ...laws.budget({ cap: 10 }), actions: [1, 10, -1].map((amount) => ({ amount })) }
const FEW = { histories: 80, random: 0 }

let guard: CommandGuard<{ amount: number }> | undefined
afterEach(() => guard?.close())

const program = (...command: [string, ...string[]]) => {
  guard = commandGuard<{ amount: number }>({ command })
  return guard
}
const naive = (how = '') => program(process.execPath, join(import.meta.dirname, 'naive-program.js'), how)

test('a guard that is a program is put to its law', async () => {
  const { failures } = await searchGuard(naive(), law, FEW)
  expect(failures.map(({ needs, broken }) => [broken, needs])).toEqual([
    ['11 spent in a day, the cap is 10', ['together']],
    ['B (spend 10) was refused though there was room', ['wait']],
    ['11 spent in a day, the cap is 10', ['crash']],
    ['-1 is no amount to spend', ['negative']],
  ])
})

describe('a program that is none', () => {
  test.for([
    ['is told of where it does not exist', () => program('no-such-program'), 'no-such-program did not start'],
    ['is told of where it ends', () => naive('dies'), 'ended with exit code 7'],
    ['is told of where it prints something else', () => naive('loud'), 'wrote a line that is no message: "spending'],
  ] as const)('%s', async ([, start, said]) => {
    await expect(searchGuard(start(), law, FEW)).rejects.toThrow(said)
  })
})

describe('a line', () => {
  test('keeps numbers that JSON does not have, and texts that look like them', () => {
    const value = {
      a: Number.NaN,
      b: [Number.POSITIVE_INFINITY, -1],
      c: 'NaN and "Infinity"',
      d: Number.NEGATIVE_INFINITY,
    }
    const line = writeLine(value)
    expect(line).toBe('{"a":NaN,"b":[Infinity,-1],"c":"NaN and \\"Infinity\\"","d":-Infinity}')
    expect(readLine(line)).toEqual(value)
  })
})
