import { describe, expect, test } from 'vitest'
import { guards } from '../../src/guards/index.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { Subject } from './models/model.ts'
import { compare, drawn, everyHistory, type History, type Spoken } from './models/play.ts'
import { subjects } from './models/subjects.ts'

const isProof = process.env.METTLE_PROVE !== undefined
const DRAWN = isProof ? 100_000 : 2_000
/** 100,000 of the longest inputs take a minute on a machine that has nothing else to do. */
const PATIENCE_MS = isProof ? 900_000 : 60_000
const MOVES = isProof ? 6 : 4
const MOST = 2_000_000
const CONTROLS = 1_000

/** The same with few words, so that every history of some length can be played. */
function small(subject: Subject): Subject {
  const { calls, ends, waits, said = [], effects = [] } = subject
  const few = { calls: calls.slice(0, 3), ends: ends.slice(0, 2), waits: waits.slice(0, 1) }
  return { ...subject, ...few, said: said.slice(0, 2), effects: effects.slice(0, 2) }
}

function told(spoken: readonly Spoken[]): string {
  return spoken
    .map(({ move, guard, model }) => `${move}${guard || model ? `: guard ${guard}, model ${model}` : ''}`)
    .join('\n')
}

test('every guard has a model', () => {
  const modelled = new Set(subjects.map(({ guard }) => guard.name))
  expect([...modelled].sort()).toEqual(Object.keys(guards).sort())
})

describe.for(subjects.map((subject) => [subject.name, subject] as const))('%s', ([name, subject]) => {
  test(`says what its model says in every history of up to ${MOVES} moves`, () => {
    let found: History | undefined
    const few = small(subject)
    const played = everyHistory(few, MOVES, MOST, (history) => {
      found = history
      return true
    })
    expect(found && told(compare(few, few.guard, (_, at) => found?.[at]).spoken)).toBeUndefined()
    expect(played).toBeGreaterThan(200)
    expect(played).toBeLessThan(MOST)
    if (isProof) console.log(`${name}: ${played} histories of up to ${MOVES} moves`)
  })

  test(
    `says what its model says in ${DRAWN} histories that are drawn`,
    () => {
      const random = createRandom(name)
      const words = new Map<string, number>()
      for (let count = 0; count < DRAWN; count++) {
        const { spoken, differs } = drawn(subject, subject.guard, random)
        if (differs) expect.fail(`history ${count} of the seed "${name}":\n${told(spoken)}`)
        for (const { guard } of spoken) if (guard) words.set(guard, (words.get(guard) ?? 0) + 1)
      }
      // Both happen often, or nothing was compared.
      expect(words.get('allow') ?? 0).toBeGreaterThan(DRAWN / 10)
      expect((words.get('deny') ?? 0) + (words.get('hold') ?? 0) + (words.get('halt') ?? 0)).toBeGreaterThan(DRAWN / 10)
      if (isProof) console.log(`${name}: ${DRAWN} histories drawn, ${JSON.stringify(Object.fromEntries(words))}`)
    },
    PATIENCE_MS,
  )

  test.for(subject.told)(`is told from a guard that is broken: %s`, (mutant) => {
    const guard = subject.mutants[mutant]
    if (!guard) throw new Error(`There is no mutant "${mutant}" of ${subject.guard.name}.`)
    const random = createRandom(`${name} ${mutant}`)
    const isFound = Array.from({ length: CONTROLS }).some(() => drawn(subject, guard, random).differs)
    expect(isFound).toBe(true)
  })
})
