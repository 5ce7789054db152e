import { createRandom, type Random } from '../../src/kernel/random.ts'
import type { HistoryLine } from '../../src/record/history.ts'

/** What is true of the run with this number, from 0. */
export interface State {
  pass: number
  steps: number
}

/** A line of a run with 20 trials; steps vary by a tenth. */
export function lineOf(at: number, { pass, steps }: State, random: Random, agent = 'desk'): HistoryLine {
  const trials = 20
  const passed = Array.from({ length: trials }, () => random.next()).filter((chance) => chance < pass).length
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  return {
    ...{ schemaVersion: 1, run: `run-${at}`, startedAt: new Date(Date.UTC(2026, 0, 1 + at)).toISOString(), agent },
    ...{ model: 'acme', trials, passed, errors: 0, recovered: { trials: 0, held: 0 } },
    ...{ guards: { held: trials, bypassed: 0 }, usdPerTrial: 0.02, stepsPerTrial: steps * Math.exp(0.1 * normal) },
    ...{ virtualMsPerTrial: 1_000, actions: [], basis: { mettle: '0.1.0', seed: '1', models: 'acme' } },
  }
}

export function seriesOf(name: string, runs: number, stateAt: (at: number) => State) {
  const random = createRandom(name)
  const lines = Array.from({ length: runs }, (_, at) => lineOf(at, stateAt(at), random))
  return { agent: 'desk', model: 'acme', lines }
}
