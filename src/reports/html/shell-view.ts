import type { RunRecord } from '../../record/run.ts'
import type { TrialRecord } from '../../record/trial.ts'
import type { StoredRun } from '../define.ts'
import { matrixOf } from '../text/matrix.ts'
import { agentLabel, OUTCOMES } from '../text/outcome.ts'
import { duration, figure, plural } from '../text/quantity.ts'
import { trialsPath } from './routes.ts'
import { cellView } from './shell/cells.ts'
import { driftView } from './shell/drift.ts'
import { guardsView } from './shell/guards.ts'
import { layersOf } from './shell/layers.ts'
import { sharesOf, tilesOf, toneOf } from './shell/tiles.ts'

/** Rows of the matrix that are drawn; the trials of all stand in the list. */
const ROWS = 500
/** The same of its columns. */
const COLUMNS = 24
const NOT_RUN = 200

/** Everything that stands in the page before any trial is opened. */
export function shellView({ record, comparison }: StoredRun) {
  const { gate, trials, summary } = record
  const notRun = notRunOf(record)
  const layers = layersOf(trials)
  return {
    outcome: gate.passed ? 'passed' : 'failed',
    title: `${gate.passed ? 'passed' : 'failed'}: ${summary.passed} of ${plural(summary.planned, 'trial')} passed`,
    reason: gate.reason,
    exit: record.interrupted ? 130 : gate.passed ? 0 : 1,
    interrupted: record.interrupted,
    facts: factsOf(record),
    gates: gate.rows.map((row) => ({ ...row, word: row.status.replace('-', ' '), value: figure(row.value) })),
    shares: sharesOf(record),
    tiles: tilesOf(record),
    isolation: isolationOf(record),
    layers: layers.slice(0, COLUMNS),
    layersMore: Math.max(0, layers.length - COLUMNS),
    matrix: matrixView(record),
    guards: guardsView(trials),
    drift: comparison ? driftView(comparison, trials) : null,
    choices: choicesOf(record),
    count: trials.length.toLocaleString('en-US'),
    notRun: notRun.slice(0, NOT_RUN),
    notRunCount: notRun.length,
    notRunMore: Math.max(0, notRun.length - NOT_RUN),
  }
}

function notRunOf({ planned, trials }: RunRecord) {
  const ran = new Set(trials.map(({ id }) => id))
  return planned.filter(({ id }) => !ran.has(id)).map((trial) => ({ ...trial, agent: agentLabel(trial) }))
}

/** What the list of trials can be filtered by. */
function choicesOf({ trials, summary }: RunRecord) {
  const verdicts = OUTCOMES.flatMap((verdict) => (verdict === 'not run' ? [] : [verdict]))
  const names = (namesOf: (trial: TrialRecord) => readonly string[]) => {
    const found = new Set<string>()
    for (const trial of trials) for (const name of namesOf(trial)) found.add(name)
    return [...found].sort()
  }
  const lists = [
    { name: 'agent', label: 'Agent', values: names((trial) => [agentLabel(trial)]) },
    { name: 'scenario', label: 'Scenario', values: names(({ scenario }) => [scenario]) },
    { name: 'variant', label: 'Variant', values: names(({ variant }) => [variant]) },
    { name: 'fault', label: 'Fault', values: names(({ faults }) => faults.map(({ fault }) => fault)) },
    { name: 'guard', label: 'Guard', values: names(({ guards }) => guards.map(({ name }) => name)) },
    { name: 'tag', label: 'Tag', values: names(({ tags }) => tags) },
  ]
  return {
    verdicts: verdicts.map((verdict) => ({ verdict, count: summary[verdict] })),
    lists: lists.filter(({ values }) => values.length > 0),
  }
}

function factsOf({ id, seed, startedAt, finishedAt, environment, agents }: RunRecord) {
  const { mettle, node, platform, workers } = environment
  return [
    { name: 'Run', text: id },
    { name: 'Started', text: startedAt.replace('T', ' ').replace(/\.\d+Z$/, 'Z') },
    { name: 'Took', text: duration(Date.parse(finishedAt) - Date.parse(startedAt)) },
    { name: 'Seed', text: seed },
    { name: 'Workers', text: String(workers) },
    { name: 'Versions', text: `mettle ${mettle}, Node ${node}, ${platform}` },
    {
      name: agents.length === 1 ? 'Agent' : 'Agents',
      text: agents.map(({ name, module }) => `${name} (${module})`).join(', '),
    },
  ]
}

const TIERS = {
  T1: 'a killable process: accidents. Child processes, worker threads and DNS are not covered.',
  T2: 'Linux namespaces and cgroup limits: hostile code. The mounted gateway sockets are the only way out.',
  T3: 'a container without network: hostile code.',
}

function isolationOf({ trials }: RunRecord) {
  const tiers = [...new Set(trials.map(({ tier }) => tier))].sort()
  return tiers.map((tier) => ({
    tier,
    promise: TIERS[tier],
    trials: plural(trials.filter((trial) => trial.tier === tier).length, 'trial'),
  }))
}

function matrixView(record: RunRecord) {
  const { agents: all, rows } = matrixOf(record)
  const agents = all.slice(0, COLUMNS)
  return {
    agents: agents.map((agent) => ({ agent, path: trialsPath({ agent }) })),
    more: Math.max(0, rows.length - ROWS),
    moreAgents: all.length - agents.length,
    whole: agents.map((agent, at) =>
      cellView(
        rows.flatMap(({ cells }) => cells[at] ?? []),
        { agent },
      ),
    ),
    rows: rows.slice(0, ROWS).map(({ scenario, variant, cells }, index) => ({
      scenario,
      variant,
      // The scenario is named once, above its variants.
      first: rows[index - 1]?.scenario !== scenario,
      cells: cells.slice(0, COLUMNS).map((cell, at) => cellView(cell, { scenario, variant, agent: agents[at] ?? '' })),
    })),
    outcomes: OUTCOMES.map((outcome) => ({ outcome, tone: toneOf(outcome) })),
  }
}
