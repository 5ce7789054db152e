import { expect, test } from 'vitest'
import { UsageError } from '../../src/kernel/errors.ts'
import type { TrialRow } from '../../src/record/row.ts'
import type { GateRecord } from '../../src/record/run.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { type GatedRun, judgeRun } from '../../src/verdict/gate.ts'
import { fault, guard, score } from './facts.ts'
import { planOf, repeats, runOf, trial } from './runs.ts'

/**
 * What each trouble does to each gate, written out: R is red, . leaves it as it is. A row of the truth table is a set of
 * troubles; its gate is red when one of them makes it red, and a typo stops everything.
 */
const gates = [
  'passRate >= 1',
  'passRate.low >= 0.4',
  'passHat3 >= 1',
  'failed == 0',
  'guards.bypassed == 0',
  'guards.falseAlarms == 0',
  'guards.notExercised == 0',
  'faults.undelivered == 0',
  'errors == 0',
  'trials >= 1',
  'cost.p95 < 1',
  'recovered.rate >= 1',
  'drift.regressed == 0',
] as const
const noGate = 'no gate'

const effects: Record<string, string> = {
  //                   passRate  .low  hat3  failed  bypassed  alarms  notEx  undel  errors  trials  cost  recov  drift | no gate
  'agent failure':
    '    R         R     R     R       .         .       .      .      .       .       .     R      .      R',
  'harness error':
    '    R         R     R     R       R         R       R      R      R       R       R     R      R      R',
  'missing trial':
    '    R         R     R     R       R         R       R      R      R       R       R     R      R      R',
  'empty selection':
    '  R         R     R     R       R         R       R      R      R       R       R     R      R      .',
  'undelivered fault':
    'R         R     R     R       R         R       .      R      .       .       .     R      .      R',
  'unexercised guard':
    'R         R     R     R       R         R       R      .      .       .       .     .      .      R',
  'k > n':
    '            .         .     R     .       .         .       .      .      .       .       .     .      .      .',
  'limit reached':
    '    R         R     R     R       R         R       R      R      R       R       R     R      R      R',
  'no reference':
    '     .         .     .     .       .         .       .      .      .       .       .     .      R      .',
}
const troubles = Object.keys(effects)
const typos = ['none', 'metric', 'tag', 'value'] as const
/** Troubles that leave something unknown for every gate, and those that do so for gates on verdicts and guards. */
const lacks = ['harness error', 'missing trial', 'empty selection', 'limit reached']
const open = ['undelivered fault', 'unexercised guard']

interface Row {
  troubles: string[]
  typo: (typeof typos)[number]
  gate: string
  expected: 'green' | 'red' | 'usage error'
}

const rows: Row[] = typos.flatMap((typo) =>
  subsetsOf(troubles).flatMap((chosen) =>
    [...gates, noGate].map((gate, column) => {
      const red = chosen.some((trouble) => effects[trouble]?.split(/\s+/).filter(Boolean)[column] === 'R')
      const stops = typo !== 'none' && gate !== noGate
      return { troubles: chosen, typo, gate, expected: stops ? 'usage error' : red ? 'red' : 'green' }
    }),
  ),
)

function subsetsOf(names: string[]): string[][] {
  return Array.from({ length: 2 ** names.length }, (_, bits) => names.filter((_, index) => bits & (1 << index)))
}

/** Three trials that passed, of one task or (k > n) of three; each other trouble in a trial of its own, so that none hides another. */
function runWith(chosen: string[]): GatedRun {
  const troubled: Record<string, Partial<TrialRecord>> = {
    'agent failure': { verdict: 'failed', scores: [score('must', true), score('must', false, 'recovered')] },
    'harness error': { verdict: 'error', scores: [], guards: [], faults: [] },
    'undelivered fault': { verdict: 'inconclusive', faults: [fault('undelivered')] },
    'unexercised guard': { verdict: 'inconclusive', guards: [guard('not-exercised')] },
  }
  const scores = [score('must', true), score('must', true, 'recovered')]
  const all = [{}, {}, {}, ...chosen.flatMap((trouble) => troubled[trouble] ?? [])]
  const alone = chosen.includes('k > n')
  const trials = all.map((rest, index) =>
    trial({ scores, ...rest, ...(alone ? { variant: `v${index}` } : { repeat: index + 1 }) }),
  )
  // Both names of the empty selection are planned, and no trial has the two of them.
  if (chosen.includes('empty selection')) trials.push(...repeats(3, { agent: 'hasty', scenario: 'shop/reprice' }))
  const gone = chosen.includes('missing trial') ? [planOf(trial({ repeat: 99 }))] : []
  return runOf(trials, {
    planned: [...trials.map(planOf), ...gone],
    stopped: chosen.includes('limit reached') ? 'The run reached its limit of $5' : null,
    ...(!chosen.includes('no reference') && { regressions: () => 0 }),
  })
}

function gateOf({ gate, typo, troubles: chosen }: Row): string[] {
  if (gate === noGate) return []
  const [metric = '', ...rest] = gate.split(' ')
  const name = typo === 'metric' ? metric.replace(/^./, 'x') : metric
  const agent = typo === 'tag' ? 'agnt:careful' : typo === 'value' ? 'agent:carful' : 'agent:careful'
  const nowhere = chosen.includes('empty selection') ? ',scenario:shop/*' : ''
  return [[`${name}{${agent}${nowhere}}`, ...rest].join(' ')]
}

type Judge = (gates: string[], run: GatedRun) => Pick<GateRecord, 'passed'>

function outcome(judge: Judge, row: Row): Row['expected'] {
  const run = runWith(row.troubles)
  try {
    return judge(gateOf(row), run).passed ? 'green' : 'red'
  } catch (thrown) {
    if (thrown instanceof UsageError) return 'usage error'
    throw thrown
  }
}

test('every row of the table is judged as written', () => {
  console.log(`gate truth table: ${rows.length} rows`)
  expect(rows).toHaveLength(4 * 2 ** 9 * 14)
  expect(rows.filter((row) => outcome(judgeRun, row) !== row.expected)).toEqual([])
})

test('no row with missing evidence is green where its gate rests on that evidence', () => {
  const rests = gates.slice(0, 6) as readonly string[]
  const lacking = rows.filter(({ troubles: chosen, gate }) => {
    const missing =
      gate === noGate
        ? [...lacks.filter((lack) => lack !== 'empty selection'), ...open]
        : rests.includes(gate)
          ? [...lacks, ...open]
          : lacks
    return chosen.some((trouble) => missing.includes(trouble))
  })
  expect(lacking.length).toBeGreaterThan(20_000)
  expect(lacking.filter((row) => outcome(judgeRun, row) === 'green')).toEqual([])
})

test('all gates together are green only where there is no trouble', () => {
  const sets = subsetsOf(troubles.filter((trouble) => trouble !== 'empty selection'))
  expect(sets.filter((chosen) => judgeRun([...gates], runWith(chosen)).passed)).toEqual([[]])
})

/** Judges that are wrong in one way each. */
const mutants: Record<string, Judge> = {
  'missing trials are ignored': (texts, run) => {
    const ids = new Set(run.trials.map(({ id }) => id))
    return judgeRun(texts, { ...run, planned: run.planned.filter(({ id }) => ids.has(id)) })
  },
  'errors are ignored': (texts, run) =>
    judgeRun(
      texts,
      without(run, ({ verdict }) => verdict === 'error'),
    ),
  'errors count as failures': (texts, run) =>
    judgeRun(
      texts,
      changed(run, (one) => (one.verdict === 'error' ? { ...one, verdict: 'failed' } : one)),
    ),
  'failures are ignored': (texts, run) =>
    judgeRun(
      texts,
      without(run, ({ verdict }) => verdict === 'failed'),
    ),
  'inconclusive counts as passed': (texts, run) =>
    judgeRun(
      texts,
      changed(run, (one) => (one.verdict === 'inconclusive' ? { ...one, verdict: 'passed' } : one)),
    ),
  'undelivered faults are ignored': (texts, run) =>
    judgeRun(
      texts,
      changed(run, (one) => ({ ...one, faults: one.faults.filter(({ state }) => state !== 'undelivered') })),
    ),
  'idle guards are ignored': (texts, run) =>
    judgeRun(
      texts,
      changed(run, (one) => ({ ...one, guards: one.guards.filter(({ outcome }) => outcome === 'held') })),
    ),
  'a run that was cut short is fine': (texts, run) => judgeRun(texts, { ...run, stopped: null }),
  'no reference run is fine': (texts, run) => judgeRun(texts, { ...run, regressions: () => 0 }),
  'k > n is fine': (texts, run) => {
    const judged = judgeRun(texts, run)
    return judged.rows.some(({ reason }) => reason.includes('k > n')) ? { passed: true } : judged
  },
  'an empty selection is fine': (texts, run) => {
    const judged = judgeRun(texts, run)
    return judged.rows.some(({ selected }) => selected === 0) ? { passed: true } : judged
  },
  'typos are fine': (texts, run) => {
    try {
      return judgeRun(texts, run)
    } catch {
      return { passed: true }
    }
  },
  'everything is green': () => ({ passed: true }),
}

function without(run: GatedRun, drop: (trial: TrialRow) => boolean): GatedRun {
  const ids = new Set(run.trials.filter(drop).map(({ id }) => id))
  return {
    ...run,
    trials: run.trials.filter(({ id }) => !ids.has(id)),
    planned: run.planned.filter(({ id }) => !ids.has(id)),
  }
}

function changed(run: GatedRun, change: (trial: TrialRow) => TrialRow): GatedRun {
  return { ...run, trials: run.trials.map(change) }
}

test.each(Object.entries(mutants))('the table catches a judge for whom %s', (_, mutant) => {
  expect(rows.some((row) => outcome(mutant, row) !== row.expected)).toBe(true)
})
