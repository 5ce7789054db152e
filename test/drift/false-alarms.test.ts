import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { compareCommand } from '../../src/commands/compare.ts'
import type { Terminal } from '../../src/commands/terminal.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { Comparison } from '../../src/record/comparison.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { clopperPearson } from '../../src/stats/clopper-pearson.ts'
import { sampleRun } from '../reports/sample-run.ts'
import { writeRun } from '../store/write-run.ts'
import { drawSide, fourTasks } from './sides.ts'

const PROVE = process.env.METTLE_PROVE === '1'
const ALPHA = 0.05
const random = createRandom('false alarms')

const folder = mkdtempSync(join(tmpdir(), 'mettle-alarms-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const silent: Terminal = { color: false, print: () => {}, status: () => {}, render: async () => '' }

/** A run as it lies on disk. */
function store(name: string, trials: TrialRecord[]): string {
  const place = join(folder, name)
  const planned = trials.map(({ id, scenario, variant, agent, model, repeat, tags }) => {
    return { id, scenario, variant, agent, model, repeat, tags }
  })
  writeRun(place, { ...sampleRun().record, planned, trials })
  return place
}

/** flaky(0.8) against itself, each side with chance of its own: what `compare` makes of two stored runs, and what one without correction would. */
async function againstItself(round: number) {
  const tasks = fourTasks()
  const [base = '', head = ''] = ['base', 'head'].map((side) =>
    store(side, drawSide(random.fork(side, round), { repeats: 25, rate: 0.8, tasks })),
  )
  const json = join(folder, 'comparison.json')
  const code = await compareCommand(base, head, { json, recordsOnly: true }, silent)
  const { contests } = JSON.parse(readFileSync(json, 'utf8')) as Comparison
  const findings = contests[0]?.findings ?? []
  const regressed = findings.some(({ verdict }) => verdict === 'regressed')
  expect(code).toBe(regressed ? 1 : 0)
  return {
    regressed,
    changed: findings.some(({ verdict }) => verdict === 'regressed' || verdict === 'improved'),
    uncorrected: findings.some(({ p }) => p !== null && p <= ALPHA),
    figures: findings.length,
  }
}

test('a side against itself alarms no more often than alpha; an uncorrected test over the same figures does', async () => {
  const rounds = PROVE ? 1_000 : 120
  const found: Awaited<ReturnType<typeof againstItself>>[] = []
  for (let round = 0; round < rounds; round++) found.push(await againstItself(round))
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
