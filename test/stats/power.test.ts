import { expect, test } from 'vitest'
import { createRandom } from '../../src/kernel/random.ts'
import { mcnemar } from '../../src/stats/mcnemar.ts'
import { mcnemarPower, pairsNeeded } from '../../src/stats/power.ts'

const discordance = { lost: 0.14, won: 0.04 }

test('the power of the exact test is how often it finds a difference', () => {
  const random = createRandom('power')
  const rounds = 4_000
  let found = 0
  for (let round = 0; round < rounds; round++) {
    const counts = { lost: 0, won: 0 }
    for (let pair = 0; pair < 150; pair++) {
      const draw = random.next()
      if (draw < discordance.lost) counts.lost++
      else if (draw < discordance.lost + discordance.won) counts.won++
    }
    if (mcnemar(counts) <= 0.05) found++
  }
  expect(mcnemarPower(discordance, 150)).toBeCloseTo(found / rounds, 1)
  expect(Math.abs(mcnemarPower(discordance, 150) - found / rounds)).toBeLessThan(0.025)
})

test('the number of pairs asked for has about the power asked for', () => {
  const pairs = pairsNeeded(discordance)
  expect(mcnemarPower(discordance, pairs)).toBeGreaterThan(0.72)
  expect(mcnemarPower(discordance, Math.ceil(pairs * 1.15))).toBeGreaterThan(0.8)
  expect(mcnemarPower(discordance, Math.floor(pairs / 2))).toBeLessThan(0.6)
})

// By hand: 25 % of the pairs differ, by 10 points in sum: ((1.96 * 0.5 + 0.8416 * sqrt(0.24)) / 0.1)^2 = 193.9.
test('the number of pairs by hand', () => {
  expect(pairsNeeded({ lost: 0.175, won: 0.075 })).toBe(194)
})

test('nothing can be found where nothing differs', () => {
  expect(pairsNeeded({ lost: 0.1, won: 0.1 })).toBe(Number.POSITIVE_INFINITY)
  expect(mcnemarPower({ lost: 0, won: 0 }, 100)).toBe(0)
  // Two-sided at 5 %, five pairs that differ can never be enough.
  expect(mcnemarPower({ lost: 1, won: 0 }, 5)).toBe(0)
  expect(mcnemarPower({ lost: 1, won: 0 }, 6)).toBeCloseTo(1, 9)
})
