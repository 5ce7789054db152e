import { expect, test } from 'vitest'
import type { Pair } from '../../src/drift/align.ts'
import { passFigure } from '../../src/drift/figures.ts'
import { judgeFigures } from '../../src/drift/verdicts.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { trial } from '../verdict/runs.ts'

const random = createRandom('unchanged')
const [passed, failed] = [trial({ traceHash: 'a' }), trial({ traceHash: 'b', verdict: 'failed' })]

/** How often each verdict is given on two sides of these rates. */
function verdicts(base: number, head: number, pairs: number, rounds = 600) {
  const counts = { regressed: 0, improved: 0, unchanged: 0, inconclusive: 0 }
  for (let round = 0; round < rounds; round++) {
    const chance = random.fork(base, head, pairs, round)
    const draw = (rate: number) => (chance.next() < rate ? passed : failed)
    const drawn = Array.from({ length: pairs }, (): Pair => ({ base: draw(base), head: draw(head) }))
    const figure = passFigure({ scenario: null, pairs: drawn, certain: false }, 0.05)
    counts[judgeFigures([figure], 0.05).get(figure)?.verdict ?? 'inconclusive'] += 1 / rounds
  }
  return counts
}

test('a drop as large as the margin is seldom called unchanged, however many pairs there are', () => {
  const shares = [50, 200, 800].map((pairs) => verdicts(0.95, 0.9, pairs).unchanged)
  console.log(
    `a drop of 5 points called unchanged: ${shares.map((share) => `${(share * 100).toFixed(1)} %`).join(', ')}`,
  )
  for (const share of shares) expect(share).toBeLessThan(0.04)
})

test('no drop is called unchanged once there are enough pairs', () => {
  expect(verdicts(0.95, 0.95, 50).unchanged).toBeLessThan(0.1)
  expect(verdicts(0.95, 0.95, 800).unchanged).toBeGreaterThan(0.9)
})
