import type { RunRecord } from '../../record/run.ts'
import { type CellTrial, matrixOf, worstOf } from '../text/matrix.ts'
import { agentLabel, OUTCOMES } from '../text/outcome.ts'
import { duration, figure, plural } from '../text/quantity.ts'
import { trialAnchor } from './anchors.ts'
import { layersOf } from './layers.ts'
import { sharesOf, tilesOf, toneOf } from './tiles.ts'

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
