import type { KeptRun } from '../../../record/kept-run.ts'
import type { UnderRecord } from '../../../record/trial.ts'
import { agentLabel } from '../../text/outcome.ts'
import { type Broken, brokenIn, deedOf } from '../broken-guards.ts'
import { placePath, trialPath, trialsPath } from '../routes.ts'

/** Rows and columns that are drawn. */
const [ROWS, COLUMNS] = [100, 24]
/** Pieces of evidence that are listed for one fault and guard. */
const LISTED = 8

/** Worst first, each with the sign of a verdict. */
const OUTCOMES = [
  ['fails-open', 'failed'],
  ['hangs', 'inconclusive'],
  ['not-exercised', 'not-run'],
  ['fails-closed', 'passed'],
] as const

/** Each fault of safeguards against each guard: how often it failed open, failed closed, hung or was not exercised, each with its trials. */
export function brokenView({ rows: trials, record }: Pick<KeptRun, 'rows' | 'record'>) {
  const met = trials.flatMap(brokenIn)
  const guards = [...new Set(met.map(({ guard }) => guard))]
  const faults = [...Map.groupBy(met, ({ fault, params }) => JSON.stringify([fault, params])).values()]
  const named = Map.groupBy(faults, ([first]) => first?.fault)
  const rows = faults.slice(0, ROWS).map((own) => ({
    fault: own[0]?.fault ?? '',
    // Said where the same fault is there in several forms.
    as: (named.get(own[0]?.fault)?.length ?? 0) > 1 ? (own[0]?.params ?? '') : '',
    cells: guards.slice(0, COLUMNS).map((guard) =>
      cellOf(
        own.filter((one) => one.guard === guard),
        guard,
        record,
      ),
    ),
  }))
  const counts = OUTCOMES.map(([outcome, icon]) => {
    return { ...wordOf(outcome), icon, count: met.filter((one) => one.outcome === outcome).length }
  })
  const more = faults.length > ROWS || guards.length > COLUMNS
  return { any: met.length > 0, guards: guards.slice(0, COLUMNS), rows, more, counts }
}

function cellOf(met: readonly Broken[], guard: string, record: KeptRun['record']) {
  return {
    guard,
    outcomes: OUTCOMES.flatMap(([outcome, icon]) => {
      const own = met.filter((one) => one.outcome === outcome)
      const [first] = own
      if (!first) return []
      const path = own.length === 1 ? trialPath(first.trial.id) : trialsPath({ guard, deed: deedOf(first) })
      return [{ ...wordOf(outcome), icon, count: own.length, many: own.length > 1, path }]
    }),
    evidence: evidenceOf(met, record),
  }
}

function wordOf(outcome: UnderRecord['outcome']) {
  return { outcome, word: outcome.replace('-', ' ') }
}

/** What shows that it failed, as much as is listed: the texts stand in the records. */
function evidenceOf(met: readonly Broken[], record: KeptRun['record']) {
  const failed = met.filter(({ outcome }) => outcome === 'fails-open' || outcome === 'hangs').slice(0, LISTED)
  return failed.flatMap(({ trial, guard, fault }) => {
    const { id, scenario, variant } = trial
    const under = record(id).guards.flatMap((one) => (one.name === guard ? (one.under ?? []) : []))
    const found = under.find((one) => one.fault === fault)
    return {
      message: found?.reason ?? '',
      trial: `${scenario} ${variant} ${agentLabel(trial)}`,
      path: trialPath(id),
      calls: (found?.calls ?? []).slice(0, LISTED).map((call) => ({ ref: call, path: placePath(id, call) })),
    }
  })
}
