import { hash } from 'node:crypto'
import { createRandom, forkSeed } from '../kernel/random.ts'
import { isPlanVariant } from '../record/plan-variant.ts'
import type { PlannedTrial } from '../record/run.ts'
import type { Scenario } from '../scenario/compiled.ts'
import type { Contestant, ScheduledTrial } from '../stage/scheduled-trial.ts'

interface ScheduleOrder {
  scenarios: readonly Scenario[]
  contestants: readonly Contestant[]
  /** Which variants of a scenario take part. */
  variant(scenario: Scenario, variant: string): boolean
  repeats: number
  seed: string
  /** Runs the trials in an order drawn from the seed. */
  shuffle: boolean
}

/** Every trial of a run, in the order in which they start. */
export function schedule({ scenarios, contestants, variant, repeats, seed, shuffle }: ScheduleOrder): ScheduledTrial[] {
  const trials: ScheduledTrial[] = []
  for (const loaded of scenarios) {
    for (const name of loaded.variants.keys()) {
      if (!variant(loaded, name)) continue
      for (const contestant of contestants) {
        for (let repeat = 1; repeat <= repeats; repeat++) {
          const planned = {
            scenario: loaded.id,
            variant: name,
            agent: contestant.name,
            model: contestant.model,
            repeat,
            tags: loaded.tags,
          }
          trials.push({ id: trialId(planned), ...planned, contestant, loaded, ...seedsOf(seed, planned) })
        }
      }
    }
  }
  return shuffle ? shuffled(trials, seed) : trials
}

/**
 * The seeds of a trial. What a plan by itself changes is told from the trial without faults: both have the same chance, and the
 * faults have one of their own, which no repeat changes.
 */
export function seedsOf(
  seed: string,
  { scenario, variant, repeat }: Pick<PlannedTrial, 'scenario' | 'variant' | 'repeat'>,
): Pick<ScheduledTrial, 'seed' | 'planSeed'> {
  if (!isPlanVariant(variant)) return { seed: forkSeed(seed, scenario, variant, repeat) }
  return { seed: forkSeed(seed, scenario, 'calm', repeat), planSeed: forkSeed(seed, scenario, 'plan') }
}

/** 'billing.duplicate-charge~lost-reply~careful@model~r1': it names a file, so other characters are escaped and told apart by a digest. */
export function trialId({ scenario, variant, agent, model, repeat }: Omit<PlannedTrial, 'id' | 'tags'>): string {
  const who = model === null ? agent : `${agent}@${model}`
  const raw = [scenario.replaceAll('/', '.'), variant, who, `r${repeat}`].join('~')
  const safe = raw.replace(/[^A-Za-z0-9.~@-]/g, '-').slice(0, 180)
  if (safe === raw && !scenario.includes('.')) return raw
  return `${safe}~${hash('sha256', JSON.stringify([scenario, variant, agent, model, repeat]), 'hex').slice(0, 8)}`
}

/** Fisher-Yates. */
function shuffled<T>(items: readonly T[], seed: string): T[] {
  const random = createRandom(seed).fork('order')
  const order = [...items]
  for (let last = order.length - 1; last > 0; last--) {
    const other = random.int(last + 1)
    const held = order[last] as T
    order[last] = order[other] as T
    order[other] = held
  }
  return order
}
