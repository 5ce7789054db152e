import { expect, test } from 'vitest'
import { compareTrials } from '../../src/drift/compare.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { clopperPearson } from '../../src/stats/clopper-pearson.ts'
import { comparedTrial } from '../../src/store/reference.ts'
import { drawSide, fourTasks } from './sides.ts'

const PROVE = process.env.METTLE_PROVE === '1'
const ALPHA = 0.05
const random = createRandom('false alarms')

/** flaky(0.8) against itself, each side with chance of its own: what a comparison as it is, and one without correction, make of it. */
function againstItself(round: number) {
  const tasks = fourTasks()
  const [base, head] = ['base', 'head'].map((side) =>
    drawSide(random.fork(side, round), { repeats: 25, rate: 0.8, tasks }).map(comparedTrial),
  )
  const findings = compareTrials(base ?? [], head ?? []).contests[0]?.findings ?? []
  return {
    regressed: findings.some(({ verdict }) => verdict === 'regressed'),
    changed: findings.some(({ verdict }) => verdict === 'regressed' || verdict === 'improved'),
    uncorrected: findings.some(({ p }) => p <= ALPHA),
    figures: findings.length,
  }
}

test('a side against itself alarms no more often than alpha; an uncorrected test over the same figures does', () => {
  const rounds = PROVE ? 1_000 : 120
  const found = Array.from({ length: rounds }, (_, round) => againstItself(round))
  const count = (name: 'regressed' | 'changed' | 'uncorrected') => found.filter((one) => one[name]).length
  const [regressed, changed, uncorrected] = [count('regressed'), count('changed'), count('uncorrected')]
  const tell = (alarms: number) => {
    const { low, high } = clopperPearson(alarms, rounds)
    return `${alarms} of ${rounds}, ${(low * 100).toFixed(1)} to ${(high * 100).toFixed(1)} %`
  }
  console.log(
    `${found[0]?.figures} figures a comparison, alpha ${ALPHA}\n  regressed: ${tell(regressed)}\n` +
      `  regressed or improved: ${tell(changed)}\n  uncorrected: ${tell(uncorrected)}`,
  )
  expect(clopperPearson(regressed, rounds).low).toBeLessThanOrEqual(ALPHA)
  expect(clopperPearson(changed, rounds).low).toBeLessThanOrEqual(ALPHA)
  expect(clopperPearson(uncorrected, rounds).low).toBeGreaterThan(ALPHA)
  expect(uncorrected).toBeGreaterThan(3 * changed)
}, 600_000)
