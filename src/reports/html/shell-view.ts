import { exitCodeOf } from '../../record/exit-code.ts'
import type { KeptRun } from '../../record/kept-run.ts'
import type { TrialRow } from '../../record/row.ts'
import type { RunHead } from '../../record/run.ts'
import type { StoredRun } from '../define.ts'
import { type MatrixRow, matrixOf, worstOf } from '../text/matrix.ts'
import { agentLabel, OUTCOMES } from '../text/outcome.ts'
import { figure, plural, tookText } from '../text/quantity.ts'
import { outcomeOf } from '../text/run-outcome.ts'
import { trialsPath } from './routes.ts'
import { brokenView } from './shell/broken.ts'
import { causesView } from './shell/causes.ts'
import { cellView } from './shell/cells.ts'
import { coverageView } from './shell/coverage.ts'
import { driftView } from './shell/drift.ts'
import { guardsView } from './shell/guards.ts'
import { layersOf } from './shell/layers.ts'
import { modelsView } from './shell/models.ts'
import { mutantsView } from './shell/mutants.ts'
import { sharesOf, tilesOf, toneOf } from './shell/tiles.ts'

/** Rows of the matrix that are drawn; the trials of all stand in the list. */
const ROWS = 500
/** The same of its columns. */
const COLUMNS = 24
const NOT_RUN = 200

/** Everything that stands in the page before any trial is opened. */
export function shellView(run: StoredRun) {
  const { head, rows, comparison } = run
  const { gate, summary } = head
  const notRun = notRunOf(run)
  const layers = layersOf(rows)
  const [guards, broken, mutants] = [guardsView(run), brokenView(run), mutantsView(head.mutation ?? [])]
  const outcome = outcomeOf(head)
  return {
    outcome: outcome === 'not judged' ? 'not-run' : outcome,
    word: outcome,
    title: `${outcome}: ${summary.passed} of ${plural(summary.planned, 'trial')} passed`,
    reason: gate.reason,
    exit: head.interrupted ? 130 : exitCodeOf(head),
    interrupted: head.interrupted,
    facts: factsOf(head),
    gates: gate.rows.map((row) => ({ ...row, word: row.status.replace('-', ' '), value: figure(row.value) })),
    shares: sharesOf(head),
    tiles: tilesOf(run),
    causes: causesView(run),
    isolation: isolationOf(rows),
    layers: layers.slice(0, COLUMNS),
    layersMore: Math.max(0, layers.length - COLUMNS),
    models: modelsView(rows),
    matrix: matrixView(run),
    absent: head.shard ? 'not in this shard' : 'not planned',
    guards,
    broken,
    mutants,
    beside: run.beside ?? [],
    coverage: coverageView(run),
    anyGuards: guards.any || broken.any || mutants.any,
    drift: comparison ? driftView(comparison, rows) : null,
    choices: choicesOf(run),
    count: rows.length.toLocaleString('en-US'),
    notRun: notRun.slice(0, NOT_RUN),
    notRunCount: notRun.length,
    notRunMore: Math.max(0, notRun.length - NOT_RUN),
  }
}

function notRunOf({ planned, rows }: KeptRun) {
  const ran = new Set(rows.map(({ id }) => id))
  return planned.filter(({ id }) => !ran.has(id)).map((trial) => ({ ...trial, agent: agentLabel(trial) }))
}

/** What the list of trials can be filtered by. */
function choicesOf({ rows: trials, head: { summary } }: KeptRun) {
  const verdicts = OUTCOMES.flatMap((verdict) => (verdict === 'not run' ? [] : [verdict]))
  const names = (namesOf: (trial: TrialRow) => readonly string[]) => {
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

function timeText(at: string): string {
  return at.replace('T', ' ').replace(/\.\d+Z$/, 'Z')
}

function factsOf(head: RunHead) {
  const { id, seed, startedAt, environment, agents, shard, resumed = [] } = head
  const { mettle, node, platform, workers } = environment
  return [
    { name: 'Run', text: id },
    ...(shard ? [{ name: 'Part', text: `shard ${shard.index} of ${shard.count}` }] : []),
    { name: 'Started', text: timeText(startedAt) },
    { name: 'Took', text: tookText(head) },
    ...(resumed.length > 0 ? [{ name: 'Taken up again', text: resumed.map(timeText).join(', ') }] : []),
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
  T2: 'a sandbox of Linux namespaces: hostile code. The doors of its world are the only way out.',
  T3: 'a container without network: hostile code.',
}

function isolationOf(trials: readonly TrialRow[]) {
  const tiers = [...new Set(trials.map(({ tier }) => tier))].sort()
  return tiers.map((tier) => ({
    tier,
    promise: TIERS[tier],
    trials: plural(trials.filter((trial) => trial.tier === tier).length, 'trial'),
  }))
}

function matrixView(run: KeptRun) {
  const { agents: all, rows } = matrixOf(run)
  const agents = all.slice(0, COLUMNS)
  return {
    agents: agents.map((agent) => ({ agent, path: trialsPath({ agent }) })),
    more: Math.max(0, rows.length - ROWS),
    moreAgents: all.length - agents.length,
    whole: agents.map((agent, at) => ({
      agent,
      ...cellView(
        rows.flatMap(({ cells }) => cells[at] ?? []),
        { agent },
      ),
    })),
    ...partsOf(rows, agents),
    outcomes: OUTCOMES.map((outcome) => ({ outcome, tone: toneOf(outcome) })),
  }
}

/** What did not pass stands first; scenarios in which all did are folded, unless there are no others. */
function partsOf(all: readonly MatrixRow[], agents: readonly string[]) {
  const scenarios = [...Map.groupBy(all, ({ scenario }) => scenario).values()]
  const troubled = scenarios.filter((rows) => !rows.every(isFine)).map((rows) => rows.toSorted(fineLast))
  const fine = scenarios.filter((rows) => rows.every(isFine))
  const rows = troubled.flat().slice(0, ROWS)
  const passed = fine.flat().slice(0, ROWS - rows.length)
  const view = (own: readonly MatrixRow[]) => own.map((row, index) => rowView(row, own[index - 1], agents))
  return {
    rows: view(rows),
    passed: view(passed),
    passedCount: plural(fine.length, 'scenario'),
    open: troubled.length === 0,
  }
}

function isFine({ cells }: MatrixRow): boolean {
  return cells.every((cell) => (worstOf(cell) ?? 'passed') === 'passed')
}

function fineLast(a: MatrixRow, b: MatrixRow): number {
  return Number(isFine(a)) - Number(isFine(b))
}

function rowView(row: MatrixRow, before: MatrixRow | undefined, agents: readonly string[]) {
  const { scenario, variant, cells } = row
  return {
    ...{ scenario, variant, fine: isFine(row) },
    // The scenario is named once, above its variants.
    first: before?.scenario !== scenario,
    cells: cells.slice(0, COLUMNS).map((cell, at) => {
      const agent = agents[at] ?? ''
      return { agent, ...cellView(cell, { scenario, variant, agent }) }
    }),
  }
}
