import { harmlessJson } from '../kernel/json.ts'
import type { TrialRow } from '../record/row.ts'
import type { GateRow, PlannedTrial } from '../record/run.ts'
import { defineReporter, inParts, type StoredRun } from './define.ts'
import { writeList } from './text/json-list.ts'
import { agentLabel, type PlannedOutcome } from './text/outcome.ts'

type Status = 'passed' | 'failed' | 'skipped' | 'other'

/** What was not judged reads neither as a pass nor as left out on purpose. */
const STATUSES: Record<PlannedOutcome, Status> = {
  passed: 'passed',
  failed: 'failed',
  error: 'failed',
  inconclusive: 'other',
  'not run': 'other',
}
const GATE_STATUSES = { passed: 'passed', failed: 'failed', 'not-evaluated': 'skipped' } as const

/** The run in the Common Test Report Format: https://ctrf.io. */
export const ctrf = defineReporter({
  name: 'ctrf',
  summary: 'A CTRF file: a test for each planned trial and each gate, as JSON.',
  file: 'ctrf-report.json',
  ...inParts(write),
})

async function write(run: StoredRun, sink: (part: string) => void): Promise<void> {
  const { mettle, ...environment } = run.head.environment
  const results = {
    tool: { name: 'mettle', version: mettle },
    summary: summaryOf(run),
    environment: { extra: environment },
    extra: { run: run.head.id, seed: run.head.seed, gate: run.head.gate.reason },
  }
  sink('{\n  "reportFormat": "CTRF",\n  "specVersion": "1.0.0",\n  "generatedBy": "mettle",\n  "results": {\n')
  for (const [name, value] of Object.entries(results)) sink(`  ${harmlessJson(name)}: ${harmlessJson(value)},\n`)
  sink('  "tests": ')
  writeList(tests(run), sink)
  sink('\n  }\n}\n')
}

function summaryOf({ head, planned, rows }: StoredRun): object {
  const verdicts = new Map(rows.map((row) => [row.id, row.verdict]))
  const counts = { passed: 0, failed: 0, skipped: 0, pending: 0, other: 0 }
  for (const { id } of planned) counts[STATUSES[verdicts.get(id) ?? 'not run']]++
  for (const { status } of head.gate.rows) counts[GATE_STATUSES[status]]++
  const [start, end] = [head.startedAt, head.finishedAt ?? head.startedAt].map((at) => Date.parse(at))
  return { tests: planned.length + head.gate.rows.length, ...counts, start, stop: end }
}

function* tests(run: StoredRun): Generator<object> {
  for (const row of run.head.gate.rows) yield gateTest(row)
  const rows = new Map(run.rows.map((row) => [row.id, row]))
  for (const planned of run.planned) yield trialTest(planned, rows.get(planned.id), run)
}

function gateTest({ gate, status, reason, value, selected }: GateRow): object {
  const extra = { value, selected }
  return { name: gate, status: GATE_STATUSES[status], duration: 0, suite: ['gates'], message: reason, extra }
}

function trialTest(planned: PlannedTrial, row: TrialRow | undefined, run: StoredRun): object {
  const { scenario, variant, repeat, tags } = planned
  const outcome = row?.verdict ?? 'not run'
  const told = row && outcome !== 'passed' ? run.record(row.id) : undefined
  return {
    name: `${variant} · ${agentLabel(planned)} · r${repeat}`,
    status: STATUSES[outcome],
    rawStatus: outcome,
    duration: Math.round(row?.usage.wallMs ?? 0),
    suite: [scenario, agentLabel(planned)],
    ...(tags.length > 0 && { tags }),
    ...(told && { message: told.reason }),
    ...(!row && { message: 'The trial was planned and has no record.' }),
    extra: { trial: planned.id, ...(row && { usage: row.usage }), ...(told && { replay: told.replay }) },
  }
}
