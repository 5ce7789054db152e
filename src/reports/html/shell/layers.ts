import { addUsd } from '../../../record/model-costs.ts'
import type { TrialRow } from '../../../record/row.ts'
import { agentLabel } from '../../text/outcome.ts'
import { dollars, plural } from '../../text/quantity.ts'

/** One layer of one agent: the figure that matters, and what stands behind it. */
export interface Layer {
  layer: string
  head: string
  lines: string[]
}

/** The four layers that an agent needs in production, as far as the records tell: a line for each agent. */
export function layersOf(trials: readonly TrialRow[]): { agent: string; layers: Layer[] }[] {
  return [...Map.groupBy(trials, agentLabel)].map(([agent, own]) => ({
    agent,
    layers: [costOf(own), actionsOf(own), isolationOf(own), traceOf(own)],
  }))
}

function costOf(trials: readonly TrialRow[]): Layer {
  const total = addUsd(trials.map(({ usage }) => usage.usd))
  const models = addUsd(trials.map(({ usage }) => usage.modelUsd))
  const dearest = trials.reduce((most, { usage }) => Math.max(most, usage.usd), 0)
  const passed = trials.filter(({ verdict }) => verdict === 'passed').length
  const each = passed > 0 ? `${dollars(total / passed)} a passed trial` : 'no trial passed'
  return {
    layer: 'Cost controls, in the sandbox',
    head: `${dollars(total)} in all`,
    lines: [each, `at most ${dollars(dearest)} in a trial`, `${dollars(models)} of it for models`],
  }
}

function actionsOf(trials: readonly TrialRow[]): Layer {
  const guards = trials.flatMap((trial) => trial.guards)
  const count = (outcome: string) => guards.filter((guard) => guard.outcome === outcome).length
  const unclear = count('unclear')
  const refused = guards.reduce((sum, { decisions: { deny, halt } }) => sum + deny + halt, 0)
  const asked = guards.reduce((sum, { decisions: { hold } }) => sum + hold, 0)
  if (guards.length === 0) return { layer: 'Action verification', head: 'no guard', lines: [] }
  return {
    layer: 'Action verification',
    head: `guards held ${count('held')}, bypassed ${count('bypassed')}`,
    lines: [
      `not exercised ${count('not-exercised')}, false alarms ${count('false-alarm')}${unclear > 0 ? `, unclear ${unclear}` : ''}`,
      `${plural(refused, 'refusal')}, ${asked} put to the approver`,
    ],
  }
}

function isolationOf(trials: readonly TrialRow[]): Layer {
  const tiers = [...new Set(trials.map(({ tier }) => tier))].sort()
  const resets = [...new Set(trials.map(({ reset }) => reset))].sort()
  return { layer: 'Isolated execution', head: tiers.join(', '), lines: [`worlds put back: ${resets.join(', ')}`] }
}

function traceOf(trials: readonly TrialRow[]): Layer {
  const events = trials.reduce((sum, { trace }) => sum + trace.events, 0)
  const again = trials.filter(({ reproducible }) => reproducible).length
  return {
    layer: 'Observability',
    head: `${plural(events, 'event')} in hash chains`,
    lines: [`${again.toLocaleString('en-US')} of ${plural(trials.length, 'trial')} reproducible`],
  }
}
