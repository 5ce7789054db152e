import type { Builder } from 'junit-report-builder'
import { visible } from '../kernel/visible.ts'
import type { TrialRow } from '../record/row.ts'
import type { GateRow, PlannedTrial } from '../record/run.ts'
import { defineReporter, type StoredRun } from './define.ts'
import { modelText, moneyOf, moneyText } from './text/money.ts'
import { agentLabel } from './text/outcome.ts'
import { outcomeOf } from './text/run-outcome.ts'

type Suite = ReturnType<Builder['testSuite']>
type Case = ReturnType<Suite['testCase']>

/** The run as most CI systems read test results: a suite for each scenario and agent, and one for the gates. */
export const junit = defineReporter({
  name: 'junit',
  summary: 'A JUnit file for CI: a case for each planned trial and each gate.',
  file: 'junit.xml',
  render: async (run) => {
    // Its types say that the builder is a member of what it exports; it is what it exports.
    const { default: reports } = (await import('junit-report-builder')) as unknown as { default: Builder }
    const builder = reports.newBuilder().name('mettle')
    addGates(builder.testSuite().name('gates'), run)
    addTrials(builder, run)
    // Counted for each suite as well; the schema that Jenkins checks files by has no such attribute up here.
    return builder.build().replace(/(<testsuites [^>]*?) skipped="\d+"/, '$1')
  },
})

function addGates(suite: Suite, run: StoredRun): void {
  const { gate } = run.head
  for (const row of gate.rows) addGate(suite.testCase().className('gates').name(xmlText(row.gate)), row)
  const whole = suite.testCase().className('gates').name('the run as a whole')
  if (outcomeOf(run.head) === 'failed') whole.failure(xmlText(gate.reason), 'gate')
  const money = moneyOf(run)
  const models = money.byModel.map((used) => `\nmodel ${used.model}: ${modelText(used)}`)
  whole.standardOutput(xmlCdata(`money: ${moneyText(money)}${models.join('')}`))
}

function addGate(found: Case, { status, reason }: GateRow): void {
  if (status === 'failed') found.failure(xmlText(reason), 'gate')
  if (status === 'not-evaluated') found.skipped()
}

function addTrials(builder: Pick<Builder, 'testSuite'>, run: StoredRun): void {
  const rows = new Map(run.rows.map((row) => [row.id, row]))
  for (const own of Map.groupBy(run.planned, (trial) => JSON.stringify([trial.scenario, agentLabel(trial)])).values()) {
    const [first] = own as [PlannedTrial]
    const suite = builder.testSuite().name(xmlText(`${first.scenario} · ${agentLabel(first)}`))
    for (const trial of own) addTrial(suite, trial, rows.get(trial.id), run)
  }
}

/** What was not judged is an error, what proved nothing a failure: no reader may take either for a pass. */
function addTrial(suite: Suite, planned: PlannedTrial, row: TrialRow | undefined, run: StoredRun): void {
  const { scenario, variant, repeat } = planned
  const found = suite
    .testCase()
    .className(xmlText(scenario))
    .name(xmlText(`${variant} · ${agentLabel(planned)} · r${repeat}`))
  if (!row) {
    const why = run.head.stopped === null ? '' : ` ${xmlText(run.head.stopped)}.`
    found.error(`The trial was planned and has no record.${why}`, 'not run')
    return
  }
  found.time(row.usage.wallMs / 1000)
  if (row.verdict === 'passed') return
  const trial = run.record(row.id)
  const reason = xmlText(trial.reason)
  if (trial.verdict === 'error') found.error(reason, 'error')
  else found.failure(reason, trial.verdict)
  found.standardOutput(`replay: ${xmlCdata(trial.replay)}\ntrace: npx mettle trace ${xmlCdata(trial.id)}`)
}

/** The same for a CDATA section, which the text must not end. */
function xmlCdata(text: string): string {
  return xmlText(text).replaceAll(']]>', ']]\\u{3e}')
}

/** A text of which every character may stand in XML 1.0; what may not, and what nobody would see, is spelled out. */
export function xmlText(text: string): string {
  return visible(text).replace(/[\ufffe\uffff]/g, (sign) => `\\u{${sign.charCodeAt(0).toString(16)}}`)
}
