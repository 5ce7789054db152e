import type { Random } from '../../src/kernel/random.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { trial } from '../verdict/runs.ts'

export interface SideOptions {
  /** How many trials each task has. */
  repeats: number
  /** How often a trial passes. */
  rate: number
  /** Scenario and variant of each task. */
  tasks?: [scenario: string, variant: string][]
  agent?: string
  /** What a trial takes is multiplied by this. */
  dearer?: number
}

/** A side of a comparison, drawn: verdicts by chance, and what a trial takes with chance in it. */
export function drawSide(random: Random, options: SideOptions): TrialRecord[] {
  const { repeats, rate, tasks = [['billing/refund', 'calm']], agent = 'flaky', dearer = 1 } = options
  return tasks.flatMap(([scenario, variant]) =>
    Array.from({ length: repeats }, (_, index) => {
      const passed = random.next() < rate
      const spread = () => Math.exp((random.next() + random.next() + random.next() - 1.5) * 0.6)
      const usage = {
        ...{ usd: 0.1 * spread() * dearer, virtualMs: Math.round(30_000 * spread() * dearer) },
        ...{ calls: 4 + random.int(5), modelCalls: 2 + random.int(2) },
      }
      const traceHash = String(random.next())
      return trial({
        scenario,
        variant,
        agent,
        repeat: index + 1,
        verdict: passed ? 'passed' : 'failed',
        usage,
        traceHash,
        // Each side has chance of its own.
        reproducible: false,
      })
    }),
  )
}

export function fourTasks(scenarios = ['billing/refund', 'shop/reprice']): [string, string][] {
  return scenarios.flatMap((scenario) => [
    [scenario, 'calm'],
    [scenario, 'lost-reply'],
  ]) as [string, string][]
}
