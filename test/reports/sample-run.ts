import { type RunRecord, runRecordSchema } from '../../src/record/run.ts'
import type { FaultRecord, GuardRecord, TrialRecord } from '../../src/record/trial.ts'
import type { StoredRun } from '../../src/reports/define.ts'
import type { Recorded } from '../../src/trace/event.ts'
import { gatherEvidence } from '../../src/trace/evidence.ts'
import { approvals, broken, calm, doubleRefund } from './sample-trials.ts'

/** A run with every verdict, as it lies on disk: its record, and the events of each trace. */
export interface Sample {
  record: RunRecord
  traces: Map<string, Recorded[]>
}

type Part = Partial<TrialRecord> & Pick<TrialRecord, 'scenario' | 'variant' | 'agent' | 'verdict' | 'reason'>

const ALLOWING = { allow: 2, deny: 0, hold: 0, halt: 0 }
const held: GuardRecord = {
  name: 'budget',
  mode: 'enforce',
  outcome: 'held',
  required: true,
  decisions: ALLOWING,
  evidence: [],
}
const bypassed: GuardRecord = {
  name: 'single-refund',
  mode: 'observe',
  outcome: 'bypassed',
  required: false,
  decisions: { allow: 1, deny: 1, hold: 0, halt: 0 },
  evidence: [{ calls: ['c2', 'c3'], message: 'charge ch_2 was refunded twice: $98.00 for a charge of $49.00' }],
  under: [
    {
      entry: 0,
      fault: 'guard-unreachable',
      outcome: 'fails-open',
      calls: ['c2'],
      reason: 'a refund was paid that it would have refused',
    },
    { entry: 1, fault: 'guard-throws', outcome: 'fails-closed', calls: ['c2'], reason: 'nothing took effect' },
  ],
}
const loose = {
  scenarios: ['billing/duplicate', 'search/charges'],
  guard: 'budget',
  describe: 'the cap per trial is $500.00 in place of $50.00',
  trials: 4,
  ran: 4,
  instead: ['approval'],
  wanted: 'no trial comes to more than $50.00: add an agent whose actions do',
}
const lost: FaultRecord = {
  fault: 'lost-reply',
  params: { afterMs: 30_000 },
  on: 'payments POST /v1/refunds',
  when: { nth: 1 },
  schedule: [{ call: 'c2', key: 'http:payments POST /v1/refunds', attempt: 1 }],
  planned: 1,
  delivered: 1,
  state: 'delivered',
  symptom: 'no reply after 30 s',
}
const missed: FaultRecord = {
  ...lost,
  fault: 'permission-denied',
  when: 'always',
  schedule: [],
  delivered: 0,
  state: 'undelivered',
  symptom: null,
  missed: 'there was no such call',
}
const score = (scorer: string, pass: boolean, reason: string, events: string[]) => ({
  scorer,
  severity: 'must' as const,
  value: pass ? 1 : 0.25,
  pass,
  reason,
  events,
})

const BILLING = 'billing/duplicate-charge'
const good = [score('end-state', true, 'One refund of $49.00 for ch_2.', ['e7'])]
const parts: [Part, (trial: string, agent: string) => Recorded[]][] = [
  [
    {
      scenario: BILLING,
      variant: 'calm',
      agent: 'careful',
      verdict: 'passed',
      reason: 'All scores pass.',
      scores: good,
      guards: [held],
    },
    calm,
  ],
  [
    {
      scenario: BILLING,
      variant: 'calm',
      agent: 'hasty',
      model: 'mini-2',
      verdict: 'passed',
      reason: 'All scores pass.',
      scores: good,
      guards: [held],
    },
    calm,
  ],
  [
    {
      scenario: BILLING,
      variant: 'lost-reply',
      agent: 'careful',
      verdict: 'passed',
      reason: 'All scores pass.',
      scores: good,
      guards: [held],
      faults: [lost],
    },
    calm,
  ],
  [
    {
      scenario: BILLING,
      variant: 'lost-reply',
      agent: 'hasty',
      model: 'mini-2',
      verdict: 'failed',
      reason: 'Charge ch_2 was refunded twice after a lost reply: 2 refunds where 1 was expected.',
      scores: [
        score('end-state', false, 'Two refunds of ch_2, one was expected.', ['e9', 'e14', 'e999']),
        { ...score('trajectory', false, 'Retried a write without an idempotency key.', ['e12']), severity: 'should' },
      ],
      guards: [held, bypassed],
      faults: [lost],
    },
    doubleRefund,
  ],
  [
    {
      scenario: BILLING,
      variant: 'forbidden',
      agent: 'careful',
      verdict: 'inconclusive',
      reason: 'Fault permission-denied was planned once and not delivered.',
      guards: [{ ...held, outcome: 'not-exercised' }],
      faults: [missed],
      scores: good,
    },
    calm,
  ],
  [
    {
      scenario: BILLING,
      variant: 'forbidden',
      agent: 'hasty',
      model: 'mini-2',
      verdict: 'error',
      reason: 'The world failed during c2: cannot read properties of undefined.',
      error: 'TypeError: cannot read properties of undefined',
      guards: [held],
      faults: [missed],
    },
    broken,
  ],
  ...[1, 2, 3].map((repeat): [Part, typeof approvals] => [
    {
      scenario: 'support/close-account',
      variant: 'stale-read',
      agent: 'careful',
      repeat,
      tags: ['nightly'],
      verdict: repeat === 2 ? 'failed' : 'passed',
      reason: repeat === 2 ? 'The account was closed with an open balance.' : 'All scores pass.',
      scores: [score('end-state', repeat !== 2, 'The account is closed; the balance was $49.00.', ['e9'])],
      guards: [
        { ...held, name: 'approval', decisions: { allow: 1, deny: 0, hold: 1, halt: 0 } },
        { ...held, name: 'permissions', outcome: 'false-alarm', decisions: { allow: 1, deny: 1, hold: 0, halt: 0 } },
      ],
      faults: [
        {
          ...lost,
          fault: 'stale-read',
          on: '*',
          when: { probability: 0.3 },
          symptom: 'a balance that was no longer true',
        },
      ],
    },
    approvals,
  ]),
]

/** Builds the sample anew; the record is checked against its schema. */
export function sampleRun(): Sample {
  const traces = new Map<string, Recorded[]>()
  const trials = parts.map(([part, play]) => {
    const trial = complete(part)
    const events = play(trial.id, trial.agent)
    traces.set(trial.id, events)
    const calls = events.filter(({ type }) => type === 'call').length
    const effects = events.filter(({ type }) => type === 'effect').length
    const virtualMs = (events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0)
    return {
      ...trial,
      effects,
      usage: { ...trial.usage, calls, virtualMs },
      chain: { ...trial.chain, count: events.length },
    }
  })
  return { record: runRecordSchema.parse(recordOf(trials)), traces }
}

/** A sample as reporters get it. `asked` lists whose evidence was read. */
export function storedRun({ record, traces }: Sample, asked: string[] = []): StoredRun {
  const { trials, planned, ...head } = record
  const of = (id: string) => trials.find((trial) => trial.id === id) as TrialRecord
  return {
    head: { ...head, planned: planned.length, planDigest: '', ledger: null },
    planned,
    rows: trials,
    record: of,
    records: (rows = trials) => Array.from(rows, ({ id }) => of(id)),
    evidence: (id) => {
      asked.push(id)
      const events = traces.get(id)
      if (!events) throw new Error(`no trace of ${id}`)
      return gatherEvidence(events)
    },
  }
}

function complete(part: Part): TrialRecord {
  const { scenario, variant, agent, model = null, repeat = 1 } = part
  const id = `${scenario.replace('/', '.')}~${variant}~${model ? `${agent}@${model}` : agent}~r${repeat}`
  return {
    id,
    model,
    repeat,
    seed: '9c1f7be2',
    definition: '',
    tags: [],
    host: 'function',
    tier: 'T1',
    reset: 'fresh',
    reproducible: true,
    scores: [],
    guards: [],
    faults: [],
    actions: [],
    effects: 0,
    usage: {
      calls: 0,
      modelCalls: 1,
      inputTokens: 812,
      outputTokens: 240,
      usd: 0.0031,
      modelUsd: 0.0031,
      models: [],
      wallMs: 21,
      virtualMs: 0,
    },
    answer: { refunded: 4900 },
    error: null,
    trace: { file: 'traces/w1.jsonl', offset: 0, length: 0, events: 0 },
    closing: [],
    chain: { nonce: '00ff', head: 'b6a1c2d3e4f50617', count: 0 },
    traceHash: 'a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3',
    replay: `mettle replay ${id}`,
    ...part,
  }
}

function recordOf(trials: TrialRecord[]): RunRecord {
  const count = (verdict: string) => trials.filter((trial) => trial.verdict === verdict).length
  const notRun = {
    id: 'support.close-account~stale-read~hasty@mini-2~r1',
    scenario: 'support/close-account',
    variant: 'stale-read',
    agent: 'hasty',
    model: 'mini-2',
    repeat: 1,
    tags: ['nightly'],
  }
  return {
    schemaVersion: 3,
    id: '2026-03-02T09-00-00Z',
    seed: '1',
    startedAt: '2026-03-02T09:00:00.000Z',
    finishedAt: '2026-03-02T09:00:02.840Z',
    interrupted: false,
    environment: { mettle: '0.1.0', node: '24.21.0', platform: 'linux x64', workers: 2, database: null },
    stopped: null,
    paidUsd: 0,
    agents: [
      { name: 'careful', module: './fixtures/agents/careful.ts' },
      { name: 'hasty', module: './fixtures/agents/hasty.ts' },
    ],
    scenarios: [
      {
        id: BILLING,
        file: 'scenarios/billing/duplicate-charge.scenario.ts',
        line: 3,
        variants: { 'lost-reply': 24, forbidden: 31 },
      },
    ],
    known: {
      agents: ['careful', 'hasty'],
      scenarios: [BILLING, 'support/close-account'],
      variants: ['calm', 'lost-reply', 'forbidden', 'stale-read'],
      models: ['mini-2'],
      tags: ['nightly'],
    },
    sequential: null,
    planned: [
      ...trials.map(({ id, scenario, variant, agent, model, repeat, tags }) => ({
        id,
        scenario,
        variant,
        agent,
        model,
        repeat,
        tags,
      })),
      notRun,
    ],
    trials,
    summary: {
      planned: trials.length + 1,
      passed: count('passed'),
      failed: count('failed'),
      inconclusive: count('inconclusive'),
      error: count('error'),
      notRun: 1,
    },
    mutation: [
      { ...loose, name: 'trial-cap-x10', outcome: 'survived', by: null },
      { ...loose, name: 'disabled', outcome: 'killed', by: { trial: trials[0]?.id ?? '', why: 'it paid twice' } },
    ],
    gate: {
      passed: false,
      reason: '2 of 3 gates failed: passRate{agent:hasty} >= 0.9, guards.bypassed == 0.',
      rows: [
        {
          gate: 'passRate{agent:hasty} >= 0.9',
          status: 'failed',
          value: 1 / 3,
          selected: 4,
          reason: '1 of 4 trials passed; one has an error and one did not run',
        },
        {
          gate: 'guards.bypassed == 0',
          status: 'failed',
          value: 1,
          selected: 10,
          reason: 'single-refund was bypassed once',
        },
        { gate: 'cost.p95 < 0.25', status: 'passed', value: 0.0031, selected: 10, reason: '0.0031 is below 0.25' },
        {
          gate: 'passRate{scenario:search/*} >= 1',
          status: 'not-evaluated',
          value: null,
          selected: 0,
          reason: 'no trial was selected on the command line',
        },
      ],
    },
  }
}
