import type { KeptRun } from '../../../record/kept-run.ts'
import { type Cause, causesOf } from '../../text/causes.ts'
import { agentLabel } from '../../text/outcome.ts'
import { plural } from '../../text/quantity.ts'
import { trialPath, trialsPath } from '../routes.ts'

/** Causes that are drawn, trials of each that are linked to, and agents that are named. */
const [CAUSES, TRIALS, AGENTS] = [12, 6, 4]

/** Why trials did not pass, each cause once, with the trials that it befell. */
export function causesView(run: Pick<KeptRun, 'rows' | 'records'>) {
  const { causes, more } = causesOf(run)
  const left = causes.slice(CAUSES).reduce((sum, { trials }) => sum + trials.length, more)
  return {
    rows: causes.slice(0, CAUSES).map(causeView),
    more: left > 0 ? plural(left, 'more trial') : null,
    all: trialsPath({ verdict: 'error,failed' }),
  }
}

function causeView({ verdict, reason, trials }: Cause) {
  const agents = [...new Set(trials.map(agentLabel))]
  return {
    ...{ verdict, reason, count: plural(trials.length, 'trial') },
    agents: agents.slice(0, AGENTS).join(', ') + (agents.length > AGENTS ? ` and ${agents.length - AGENTS} more` : ''),
    trials: trials.slice(0, TRIALS).map((trial) => ({
      scenario: trial.scenario,
      rest: `${trial.variant} ${agentLabel(trial)} r${trial.repeat}`,
      path: trialPath(trial.id),
    })),
    more: Math.max(0, trials.length - TRIALS),
  }
}
