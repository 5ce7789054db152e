import type { TrialRecord } from '../../record/trial.ts'
import { agentLabel } from '../text/outcome.ts'
import { dollars, plural } from '../text/quantity.ts'

/** The four layers that an agent needs in production, as far as the records tell: a line for each agent. */
export function layersOf(trials: readonly TrialRecord[]) {
  const agents = [...new Set(trials.map(agentLabel))]
  return agents.map((agent) => {
    const own = trials.filter((trial) => agentLabel(trial) === agent)
    return { agent, cost: costOf(own), actions: actionsOf(own), isolation: isolationOf(own), trace: traceOf(own) }
  })
}

function costOf(trials: readonly TrialRecord[]): string {
  const spent = trials.map(({ usage }) => usage.usd)
  const total = spent.reduce((sum, usd) => sum + usd, 0)
  return `${dollars(total)} in all, at most ${dollars(Math.max(...spent))} in a trial`
}

function actionsOf(trials: readonly TrialRecord[]): string {
  const guards = trials.flatMap((trial) => trial.guards)
  const count = (outcome: string) => guards.filter((guard) => guard.outcome === outcome).length
  const refused = guards.reduce((sum, { decisions: { deny, halt } }) => sum + deny + halt, 0)
  return `guards held ${count('held')}, bypassed ${count('bypassed')}, not exercised ${count('not-exercised')}; ${plural(refused, 'refusal')}`
}

function isolationOf(trials: readonly TrialRecord[]): string {
  return [...new Set(trials.map(({ tier }) => tier))].sort().join(', ')
}

function traceOf(trials: readonly TrialRecord[]): string {
  const events = trials.reduce((sum, { chain }) => sum + chain.count, 0)
  const again = trials.filter(({ reproducible }) => reproducible).length
  return `${plural(events, 'event')} in hash chains, ${again} of ${plural(trials.length, 'trial')} reproducible`
}
