import type { PlanEntryInput } from '../record/plan.ts'

/** Weather that plans are often made of: plain entries by one name. */
export interface Preset {
  name: string
  /** One sentence for the catalogue. */
  summary: string
  /** They act on every target, unless the plan narrows them. */
  entries: readonly Omit<PlanEntryInput, 'on'>[]
}

// Mostly by chance: such an entry owes nothing where no call is drawn, so that a preset fits scenarios of any length.
// Its faults must not get in each other's way on one call: those that keep it from the world come before those that need
// the world's answer, and no two of them rewrite the answer.
export const presets = {
  'flaky-network': {
    name: 'flaky-network',
    summary: 'Calls are slow, do not arrive, or lose their replies, by chance.',
    entries: [
      { fault: 'connection-reset', when: { probability: 0.1 } },
      { fault: 'timeout', params: { afterMs: 10_000 }, when: { probability: 0.05 } },
      { fault: 'latency', params: { ms: 400 }, when: { probability: 0.3 } },
      { fault: 'lost-reply', when: { probability: 0.1 } },
    ],
  },
  'rate-limit-storm': {
    name: 'rate-limit-storm',
    summary: 'The first three calls of every target are answered 429, and later ones by chance.',
    entries: [
      { fault: 'rate-limited', params: { retryAfterSeconds: 2 }, when: { from: 1, to: 3 } },
      { fault: 'rate-limited', params: { retryAfterSeconds: 10 }, when: { probability: 0.1 } },
    ],
  },
  brownout: {
    name: 'brownout',
    summary: 'The services answer, all of them slowly and some of the time with 503.',
    entries: [
      { fault: 'latency', params: { ms: 1_500 } },
      { fault: 'unavailable', params: { retryAfterSeconds: 2 }, when: { probability: 0.25 } },
    ],
  },
  'lying-tools': {
    name: 'lying-tools',
    summary: 'Some answers look right, and one of their values is not.',
    entries: [{ fault: 'wrong-value', when: { probability: 0.25 } }],
  },
} as const satisfies Record<string, Preset>

export type PresetName = keyof typeof presets

/**
 * The entries of a preset, for plans that are built in code.
 * @param on A target for each of them, `*` for any run of characters.
 */
export function preset<const On extends string = '*'>(name: PresetName, on: On = '*' as On): PresetEntry<On>[] {
  return presets[name].entries.map((entry) => ({ ...entry, on }))
}

type PresetEntry<On extends string> = (typeof presets)[PresetName]['entries'][number] & { on: On }
