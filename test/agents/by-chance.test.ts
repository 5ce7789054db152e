import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { run as drifter } from '../../src/agents/chaos/drifter.ts'
import { run as flaky } from '../../src/agents/chaos/flaky.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { sessionFor, task } from '../fixtures/payments-world.ts'

const shipped = { saint: resolve(import.meta.dirname, 'stub.saint.ts') }
const TRIALS = 4_000

/** In how many of 4,000 trials, each with a seed of its own, the agent was right. */
async function rightOnes(agent: typeof flaky, model: string | null): Promise<boolean[]> {
  return Promise.all(
    Array.from({ length: TRIALS }, async (_, seed) => {
      const answer = await agent(task, sessionFor({ model, random: createRandom(seed) }), shipped)
      expect(['right', 'done']).toContain(answer)
      return answer === 'right'
    }),
  )
}

const share = (right: boolean[]) => right.filter(Boolean).length / right.length

// Four standard errors: sqrt(p (1 - p) / n), at the most 0.0079.
test.each([
  ['0', 0],
  ['0.3', 0.3],
  ['0.8', 0.8],
  ['1', 1],
  [null, 0.5],
])('flaky@%s is right with that probability', async (model, probability) => {
  const error = Math.sqrt((probability * (1 - probability)) / TRIALS)
  expect(Math.abs(share(await rightOnes(flaky, model)) - probability)).toBeLessThanOrEqual(4 * error)
})

test('drifter loses 5 points with its second version, and no more with its third', async () => {
  const [v1, v2, v3] = [await rightOnes(drifter, 'v1'), await rightOnes(drifter, 'v2'), await rightOnes(drifter, 'v3')]
  expect(Math.abs(share(v1) - 0.95)).toBeLessThan(4 * 0.0035)
  expect(Math.abs(share(v2) - 0.9)).toBeLessThan(4 * 0.0048)
  expect(Math.abs(share(v3) - 0.9)).toBeLessThan(4 * 0.0048)
})

test('two versions draw independently, and one draws the same again', async () => {
  const [v1, v2, again] = [
    await rightOnes(drifter, 'v1'),
    await rightOnes(drifter, 'v2'),
    await rightOnes(drifter, 'v1'),
  ]
  expect(again).toEqual(v1)
  const both = v1.filter((right, seed) => !right && !v2[seed]).length / TRIALS
  // Independent failures meet in 0.5 % of the trials; the same draw for both would make it 5 %.
  expect(both).toBeLessThan(0.01)
})

test.each(['2', '-1', 'x', 'NaN'])('flaky@%s is no probability', (model) => {
  expect(() => flaky(task, sessionFor({ model }), shipped)).toThrow('needs a probability')
})

test('drifter@new is no version', () => {
  expect(() => drifter(task, sessionFor({ model: 'new' }), shipped)).toThrow('needs a version')
})
