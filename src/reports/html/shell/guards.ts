import type { KeptRun } from '../../../record/kept-run.ts'
import { isProbe } from '../../../record/probe-variant.ts'
import type { GuardRow, TrialRow } from '../../../record/row.ts'
import { agentLabel } from '../../text/outcome.ts'
import { placePath, trialPath, trialsPath } from '../routes.ts'

/** Rows and columns that are drawn. */
const [ROWS, COLUMNS] = [200, 24]
/** Pieces of evidence that are listed for one guard and agent. */
const LISTED = 8

/** Worst first, each with the sign of a verdict. */
const OUTCOMES = [
  ['bypassed', 'failed'],
  ['false-alarm', 'inconclusive'],
  ['unclear', 'inconclusive'],
  ['not-exercised', 'not-run'],
  ['held', 'passed'],
] as const

const DEEDS = [
  ['deny', 'denied'],
  ['hold', 'put to the approver'],
  ['halt', 'halted'],
] as const

/** Each guard against each agent: how often it held, was bypassed, was not exercised, with the evidence. */
export function guardsView({ rows, record }: Pick<KeptRun, 'rows' | 'record'>) {
  // Whether a guard holds that was broken or taken away on purpose says nothing of it.
  const trials = rows.filter(({ variant }) => !isProbe(variant))
  const all = [...new Set(trials.map(agentLabel))]
  const agents = all.slice(0, COLUMNS)
  const met = trials.flatMap((trial) => trial.guards.map((guard) => ({ trial, guard, agent: agentLabel(trial) })))
  const groups = [...Map.groupBy(met, ({ guard }) => `${guard.mode} ${guard.name}`).values()]
  const drawn = groups.slice(0, ROWS).map((own) => ({
    name: own[0]?.guard.name ?? '',
    mode: own[0]?.guard.mode ?? '',
    required: own.some(({ guard }) => guard.required),
    cells: agents.map((agent) =>
      cellOf(
        own.filter((one) => one.agent === agent),
        agent,
        record,
      ),
    ),
  }))
  return {
    agents,
    rows: drawn,
    any: drawn.length > 0,
    more: groups.length > drawn.length || all.length > agents.length,
  }
}

interface Met {
  trial: TrialRow
  guard: GuardRow
}

function cellOf(met: readonly Met[], agent: string, record: KeptRun['record']) {
  const count = (outcome: GuardRow['outcome']) => met.filter(({ guard }) => guard.outcome === outcome).length
  const { listed, more } = evidenceOf(met, record)
  const guard = met[0]?.guard.name ?? ''
  const decisions = met.map(({ guard }) => guard.decisions)
  const sum = (kind: keyof GuardRow['decisions']) => decisions.reduce((total, one) => total + one[kind], 0)
  return {
    agent,
    outcomes: OUTCOMES.map(([outcome, icon]) => ({
      outcome,
      icon,
      word: outcome.replace('-', ' '),
      count: count(outcome),
      path: trialsPath({ guard, outcome, agent }),
    })).filter((one) => one.count > 0),
    deeds: DEEDS.map(([kind, word]) => ({
      text: `${sum(kind).toLocaleString('en-US')} ${word}`,
      count: sum(kind),
      path: trialsPath({ guard, deed: kind, agent }),
    })).filter(({ count }) => count > 0),
    morePath: trialsPath({ guard, outcome: 'bypassed', agent }),
    evidence: listed.map(({ trial, message, calls }) => ({
      message,
      trial: `${trial.scenario} ${trial.variant} r${trial.repeat}`,
      path: trialPath(trial.id),
      calls: calls.slice(0, LISTED).map((call) => ({ ref: call, path: placePath(trial.id, call) })),
    })),
    more,
  }
}

/** What the oracles found, as much as is listed: the texts stand in the records. */
function evidenceOf(met: readonly Met[], record: KeptRun['record']) {
  const found = met.filter(({ guard }) => guard.evidence.length > 0)
  const all = found.reduce((sum, { guard }) => sum + guard.evidence.length, 0)
  const listed = found.slice(0, LISTED).flatMap(({ trial, guard: { name, mode } }) => {
    const whole = record(trial.id).guards.find((one) => one.name === name && one.mode === mode)
    return (whole?.evidence ?? []).map((evidence) => ({ trial, ...evidence }))
  })
  return { listed: listed.slice(0, LISTED), more: Math.max(0, all - LISTED) }
}
