import { describe, expect, test } from 'vitest'
import { figuresOf, rankingTable } from '../../scripts/ranking-figures.ts'
import type { Verdict } from '../../src/record/trial.ts'

const trial = (scenario: string, variant: string, agent: string, verdict: Verdict) => {
  return { scenario, variant, agent, model: null, verdict }
}
const nameOf = ({ agent }: { agent: string }) => agent

const trials = [
  trial('b/two', 'calm', 'saint', 'passed'),
  trial('b/two', 'calm', 'null', 'failed'),
  trial('b/two', 'lost', 'saint', 'passed'),
  trial('b/two', 'lost', 'null', 'inconclusive'),
  trial('a/one', 'calm', 'saint', 'passed'),
  trial('a/one', 'calm', 'null', 'error'),
]

test('figures count the variants that each agent passes, scenarios by name', () => {
  expect(figuresOf(['saint', 'null'], trials, nameOf)).toEqual({
    agents: ['saint', 'null'],
    scenarios: { 'a/one': { variants: 1, passed: [1, 0] }, 'b/two': { variants: 2, passed: [2, 0] } },
  })
})

describe('the table', () => {
  const figures = figuresOf(['saint', 'null'], trials, nameOf)

  test('has a line for each agent, and one for what could be passed', () => {
    expect(
      rankingTable(
        figures,
        new Map([
          ['a/one', 1],
          ['b/two', 2],
        ]),
      ).split('\n'),
    ).toEqual([
      '| agent | a/one | b/two | all |',
      '| --- | --- | --- | --- |',
      '| `saint` | 1 | 2 | 3 |',
      '| `null` | 0 | 0 | 0 |',
      '| of | 1 | 2 | 3 |',
    ])
  })

  test.each([
    ['a scenario that is new', { 'a/one': 1, 'b/two': 2, 'c/three': 1 }, 'c/three 1'],
    ['a scenario that is gone', { 'a/one': 1 }, 'b/two 2'],
    ['a variant that is new', { 'a/one': 1, 'b/two': 3 }, 'b/two 3, b/two 2'],
  ])('of other scenarios is refused: %s', (_, counts, named) => {
    expect(() => rankingTable(figures, new Map(Object.entries(counts)))).toThrow(
      `of other scenarios (${named}). Run "node scripts/ranking.ts".`,
    )
  })
})
