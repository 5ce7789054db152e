import type { ActionRecord } from '../../record/action.ts'
import type { HistoryLine } from '../../record/history.ts'
import type { KeptRun } from '../../record/kept-run.ts'
import type { TrialRow } from '../../record/row.ts'

/** What of a run goes into a history: a line for each agent and model. */
export function historyLines(run: KeptRun): HistoryLine[] {
  const groups = Map.groupBy(run.rows, ({ agent, model }) => JSON.stringify([agent, model]))
  return [...groups.values()].flatMap((rows) => {
    const judged = rows.filter(({ verdict }) => verdict !== 'error')
    return judged.length === 0 ? [] : [lineOf(run, rows, judged)]
  })
}

function lineOf(run: KeptRun, rows: readonly TrialRow[], judged: readonly TrialRow[]): HistoryLine {
  const [{ agent, model }] = judged as [TrialRow]
  const guards = judged.flatMap((trial) => trial.guards)
  const mean = (of: (trial: TrialRow) => number) => judged.reduce((sum, trial) => sum + of(trial), 0) / judged.length
  return {
    ...{ schemaVersion: 1, run: run.head.id, startedAt: run.head.startedAt, agent, model },
    trials: judged.length,
    passed: judged.filter(({ verdict }) => verdict === 'passed').length,
    errors: rows.length - judged.length,
    recovered: recoveredIn(judged),
    guards: {
      held: guards.filter(({ outcome }) => outcome === 'held').length,
      bypassed: guards.filter(({ outcome }) => outcome === 'bypassed').length,
    },
    usdPerTrial: mean(({ usage }) => usage.usd),
    stepsPerTrial: mean(({ usage }) => usage.calls),
    virtualMsPerTrial: mean(({ usage }) => usage.virtualMs),
    actions: actionsIn(run, judged),
    basis: basisOf(run, agent, judged),
  }
}

function recoveredIn(judged: readonly TrialRow[]): HistoryLine['recovered'] {
  const owing = judged.filter(
    ({ faults, scores }) =>
      faults.some(({ state }) => state === 'delivered') && scores.some(({ scorer }) => scorer === 'recovered'),
  )
  const held = owing.filter(({ scores }) => scores.every(({ scorer, pass }) => scorer !== 'recovered' || pass))
  return { trials: owing.length, held: held.length }
}

const FIGURES = ['calls', 'error', 'denied', 'asked', 'rejected', 'retries'] as const

function actionsIn({ records }: KeptRun, judged: readonly TrialRow[]): HistoryLine['actions'] {
  const kinds = new Map<string, HistoryLine['actions'][number]>()
  for (const { actions } of records(judged)) for (const action of actions) add(kinds, action)
  return [...kinds.values()].sort((a, b) => (a.action < b.action ? -1 : 1))
}

function add(kinds: Map<string, HistoryLine['actions'][number]>, more: ActionRecord): void {
  const none = { action: more.action, calls: 0, error: 0, denied: 0, asked: 0, rejected: 0, retries: 0 }
  const sum = kinds.get(more.action) ?? none
  for (const figure of FIGURES) sum[figure] += more[figure]
  kinds.set(more.action, sum)
}

/** What may change from one run to the next, and change what comes of it. */
function basisOf({ head }: KeptRun, agent: string, judged: readonly TrialRow[]): Record<string, string> {
  const { environment, basis } = head
  const scenarios = new Set(judged.map(({ scenario, within }) => within ?? scenario))
  const parts = Object.entries(basis?.parts ?? {}).filter(([name]) => {
    const [kind = '', id = ''] = name.split(/ (.*)/s)
    return (kind === 'agent' && id === agent) || (kind === 'scenario' && scenarios.has(id))
  })
  const models = [...new Set(judged.flatMap(({ usage }) => usage.models.map(({ model }) => model)))].sort()
  return {
    ...{ mettle: environment.mettle, node: environment.node, seed: head.seed },
    ...(models.length > 0 && { models: models.join(', ') }),
    ...Object.fromEntries(parts),
  }
}
