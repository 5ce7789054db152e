import { expect, test } from 'vitest'
import { compareTrials } from '../../src/drift/compare.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { mcnemarPower } from '../../src/stats/power.ts'
import { drawSide } from './sides.ts'

const PROVE = process.env.METTLE_PROVE === '1'
const random = createRandom('detection')

/** The share of comparisons that call a drop of the pass rate a regression. */
function detected(base: number, head: number, pairs: number, rounds: number): number {
  let found = 0
  for (let round = 0; round < rounds; round++) {
    const draw = (side: string, rate: number) =>
      drawSide(random.fork(side, base, head, pairs, round), { repeats: pairs, rate })
    const { contests } = compareTrials(draw('base', base), draw('head', head))
    if (contests[0]?.findings.some(({ measure, verdict }) => measure === 'passed' && verdict === 'regressed')) found++
  }
  return found / rounds
}

const drops = [
  [0.95, 0.9],
  [0.95, 0.85],
  [0.95, 0.75],
] as const

test('the larger the drop and the more pairs, the more often it is found', () => {
  const sizes = PROVE ? [25, 50, 100, 200, 400, 800] : [25, 100, 400]
  const rounds = PROVE ? 200 : 20
  const table = drops.map(([base, head]) => sizes.map((pairs) => detected(base, head, pairs, rounds)))
  const lines = drops.map(([base, head], row) => {
    const cells = sizes.map((pairs, column) => {
      const alone = mcnemarPower({ lost: base * (1 - head), won: head * (1 - base) }, pairs)
      return `${Math.round((table[row]?.[column] ?? 0) * 100)} % (${Math.round(alone * 100)} %)`
    })
    return `${base} to ${head}: ${cells.join('  ')}`
  })
  console.log(`pairs: ${sizes.join(', ')}; in brackets the power of the one test alone\n${lines.join('\n')}`)
  for (const row of table) expect((row.at(-1) ?? 0) + 0.1).toBeGreaterThan(row[0] ?? 1)
  const [five, ten, twenty] = table
  expect(twenty?.at(-1)).toBe(1)
  expect(ten?.at(-1)).toBeGreaterThan(0.9)
  expect(five?.[0]).toBeLessThan(0.1)
  expect(five?.at(-1)).toBeGreaterThan(0.4)
}, 900_000)
