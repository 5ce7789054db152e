import type { RunRecord } from '../../record/run.ts'
import { type CellTrial, matrixOf, worstOf } from '../text/matrix.ts'
import { agentLabel, OUTCOMES, type Outcome } from '../text/outcome.ts'
import { dollars, duration, figure, plural } from '../text/quantity.ts'
import { trialAnchor } from './anchors.ts'
import { layersOf } from './layers.ts'

export type PageView = ReturnType<typeof pageView>

/** Everything on the page but the trials' own sections. `told` is how many of those show their timeline. */
export function pageView(record: RunRecord, told: number) {
  const { gate, trials, summary } = record
  const ran = new Set(trials.map(({ id }) => id))
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
    layers: layersOf(trials),
    matrix: matrixView(record),
    outcomes: OUTCOMES.filter((outcome) => outcome !== 'not run'),
    agents: [...new Set(trials.map(agentLabel))],
    count: trials.length,
    untold: trials.length - told,
    notRun: record.planned.filter(({ id }) => !ran.has(id)).map((trial) => ({ ...trial, agent: agentLabel(trial) })),
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

/** The verdicts as a bar, in per cent of its width. */
function sharesOf({ summary }: RunRecord) {
  const counts = { ...summary, 'not run': summary.notRun }
  let x = 0
  return OUTCOMES.toReversed().flatMap((outcome) => {
    const width = (100 * counts[outcome]) / Math.max(1, summary.planned)
    const share = { outcome, tone: toneOf(outcome), x, width }
    x += width
    return width > 0 ? [share] : []
  })
}

function tilesOf({ summary, trials }: RunRecord) {
  const guards = trials.flatMap((trial) => trial.guards)
  const faults = trials.flatMap((trial) => trial.faults)
  const having = (outcome: string) => guards.filter((guard) => guard.outcome === outcome).length
  const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
  const verdicts = OUTCOMES.toReversed().map((outcome) => ({
    name: outcome,
    tone: toneOf(outcome),
    figure: String(outcome === 'not run' ? summary.notRun : summary[outcome]),
  }))
  return [
    { title: 'Trials', figures: verdicts },
    {
      title: 'Guards',
      figures: [
        { name: 'held', tone: 'passed', figure: String(having('held')) },
        { name: 'bypassed', tone: 'failed', figure: String(having('bypassed')) },
        { name: 'false alarm', tone: 'inconclusive', figure: String(having('false-alarm')) },
        { name: 'not exercised', tone: 'not-run', figure: String(having('not-exercised')) },
      ],
    },
    {
      title: 'Faults',
      figures: [
        { name: 'planned', tone: 'plain', figure: String(sum(faults.map(({ planned }) => planned))) },
        { name: 'delivered', tone: 'plain', figure: String(sum(faults.map(({ delivered }) => delivered))) },
      ],
    },
    {
      title: 'Spent',
      figures: [
        { name: 'cost', tone: 'plain', figure: dollars(sum(trials.map(({ usage }) => usage.usd))) },
        {
          name: 'of trial time',
          tone: 'plain',
          figure: duration(sum(trials.map(({ usage }) => usage.virtualMs))),
        },
      ],
    },
  ].map((tile) => ({ ...tile, figures: tile.figures.map((figure) => ({ ...figure, zero: figure.figure === '0' })) }))
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
  const { agents, rows } = matrixOf(record)
  return {
    agents,
    rows: rows.map((row, index) => ({
      scenario: row.scenario,
      // The scenario is named once, above its variants.
      first: rows[index - 1]?.scenario !== row.scenario,
      variant: row.variant,
      cells: row.cells.map(cellView),
    })),
  }
}

function cellView(cell: readonly CellTrial[]) {
  const worst = worstOf(cell) ?? null
  const passed = cell.filter(({ outcome }) => outcome === 'passed').length
  return {
    worst,
    tone: worst ? toneOf(worst) : 'plain',
    share: cell.length > 1 ? `${passed} of ${cell.length} passed` : null,
    trials: cell.map(({ id, repeat, outcome, trial }) => ({
      anchor: trial ? trialAnchor(id) : null,
      repeat,
      outcome,
      tone: toneOf(outcome),
    })),
  }
}

function toneOf(outcome: Outcome): string {
  return outcome === 'not run' ? 'not-run' : outcome
}
