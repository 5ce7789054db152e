import type { PlannedTrial } from '../../src/record/run.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import type { GatedRun } from '../../src/verdict/gate.ts'
import { fault, guard, score } from './facts.ts'

type Overrides = Partial<Omit<TrialRecord, 'usage'>> & { usage?: Partial<TrialRecord['usage']> }

/** A trial that passed; its id follows from what it is of. */
export function trial(rest: Overrides = {}): TrialRecord {
  const { scenario = 'billing/refund', variant = 'lost-reply', agent = 'careful', model = null, repeat = 1 } = rest
  const usage = {
    calls: 5,
    modelCalls: 2,
    inputTokens: 0,
    outputTokens: 0,
    usd: 0.1,
    modelUsd: 0,
    models: [],
    wallMs: 20,
    virtualMs: 30_000,
  }
  return {
    id: [scenario, variant, model ? `${agent}@${model}` : agent, `r${repeat}`].join('~'),
    seed: '1',
    definition: '',
    tags: ['money'],
    host: 'function',
    tier: 'T1',
    reset: 'fresh',
    reproducible: true,
    verdict: 'passed',
    reason: 'As asked.',
    scores: [score('must', true)],
    guards: [guard('held')],
    faults: [fault('delivered')],
    actions: [],
    effects: 1,
    answer: null,
    error: null,
    trace: { file: '', offset: 0, length: 0, events: 0 },
    closing: [],
    chain: { nonce: '', head: '', count: 0 },
    traceHash: '',
    replay: '',
    ...rest,
    scenario,
    variant,
    agent,
    model,
    repeat,
    usage: { ...usage, ...rest.usage },
  }
}

/** The same trial several times, as repeats 1, 2 and so on. */
export function repeats(number: number, rest: Overrides = {}): TrialRecord[] {
  return Array.from({ length: number }, (_, index) => trial({ ...rest, repeat: index + 1 }))
}

export function planOf({ id, scenario, variant, agent, model, repeat, tags }: TrialRecord): PlannedTrial {
  return { id, scenario, variant, agent, model, repeat, tags }
}

const known = {
  agents: ['careful', 'hasty'],
  scenarios: ['billing/refund', 'billing/duplicate-charge', 'shop/reprice'],
  variants: ['calm', 'lost-reply'],
  models: ['small', 'large'],
  tags: ['money', 'slow'],
}

/** A run in which every trial was planned and left its record. */
export function runOf(trials: TrialRecord[], rest: Partial<GatedRun> = {}): GatedRun {
  return { trials, planned: trials.map(planOf), known, ...rest }
}
