import type { Builder } from 'junit-report-builder'
import type { GateRow, PlannedTrial, RunRecord } from '../record/run.ts'
import type { TrialRecord } from '../record/trial.ts'
import { defineReporter } from './define.ts'
import { agentLabel } from './text/outcome.ts'
import { xmlCdata, xmlText } from './text/xml.ts'

type Suite = ReturnType<Builder['testSuite']>
type Case = ReturnType<Suite['testCase']>

/** The run as most CI systems read test results: a suite for each scenario and agent, and one for the gates. */
export const junit = defineReporter({
  name: 'junit',
  summary: 'A JUnit file for CI: a case for each planned trial and each gate.',
  file: 'junit.xml',
  render: async ({ record }) => {
    // Its types say that the builder is a member of what it exports; it is what it exports.
    const { default: reports } = (await import('junit-report-builder')) as unknown as { default: Builder }
    const builder = reports.newBuilder().name('mettle')
    addGates(builder.testSuite().name('gates'), record)
    addTrials(builder, record)
    return builder.build()
  },
})

function addGates(suite: Suite, { gate }: RunRecord): void {
  for (const row of gate.rows) addGate(suite.testCase().className('gates').name(xmlText(row.gate)), row)
  const whole = suite.testCase().className('gates').name('the run as a whole')
  if (!gate.passed) whole.failure(xmlText(gate.reason), 'gate')
}

function addGate(found: Case, { status, reason }: GateRow): void {
  if (status === 'failed') found.failure(xmlText(reason), 'gate')
  if (status === 'not-evaluated') found.skipped()
}

function addTrials(builder: Pick<Builder, 'testSuite'>, { planned, trials }: RunRecord): void {
  const records = new Map(trials.map((trial) => [trial.id, trial]))
  for (const own of Map.groupBy(planned, (trial) => JSON.stringify([trial.scenario, agentLabel(trial)])).values()) {
    const [first] = own as [PlannedTrial]
    const suite = builder.testSuite().name(xmlText(`${first.scenario} · ${agentLabel(first)}`))
    for (const trial of own) addTrial(suite, trial, records.get(trial.id))
  }
}

/** What was not judged is an error, what proved nothing a failure: no reader may take either for a pass. */
function addTrial(suite: Suite, planned: PlannedTrial, trial: TrialRecord | undefined): void {
  const { scenario, variant, repeat } = planned
  const found = suite
    .testCase()
    .className(xmlText(scenario))
    .name(xmlText(`${variant} · ${agentLabel(planned)} · r${repeat}`))
  if (!trial) {
    found.error('The trial was planned and has no record.', 'not run')
    return
  }
  found.time(trial.usage.wallMs / 1000)
  if (trial.verdict === 'passed') return
  const reason = xmlText(trial.reason)
  if (trial.verdict === 'error') found.error(reason, 'error')
  else found.failure(reason, trial.verdict)
  found.standardOutput(`replay: ${xmlCdata(trial.replay)}\ntrace: npx mettle trace ${xmlCdata(trial.id)}`)
}
