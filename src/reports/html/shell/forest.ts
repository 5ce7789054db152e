import type { DriftFinding } from '../../../record/comparison.ts'
import { dollars, duration, percent, plural } from '../../text/quantity.ts'

/** Figures of one contest that are drawn. */
const ROWS = 500

const MEASURES = { passed: 'pass rate', cost: 'cost', steps: 'steps', calls: 'calls', virtualMs: "trial's clock" }
const TONES = { regressed: 'failed', improved: 'passed', inconclusive: 'inconclusive', unchanged: 'not-run' } as const

/** As many figures as one contest of one scenario has. */
const FEW = 5
const DECIDED = new Set<string>(['regressed', 'improved'])
/** Scenarios that are named. */
const NAMED = 50

/** For each measure a forest of differences, on a scale of its own. */
export function forestsOf(findings: readonly DriftFinding[]) {
  const rows = [...Map.groupBy(findings.slice(0, ROWS), ({ measure }) => measure).values()].flatMap(rowsOf)
  // What nothing came of is folded away, once there is much of it.
  const loud = rows.length <= FEW ? rows : rows.filter(({ whole, verdict }) => whole || DECIDED.has(verdict))
  const quiet = rows.filter((row) => !loud.includes(row))
  return {
    ...{ loud, quiet, quietCount: plural(quiet.length, 'figure') },
    regressed: regressedOf(findings),
    moreFigures: Math.max(0, findings.length - ROWS),
  }
}

/** Each scenario that regressed, and in what. */
function regressedOf(findings: readonly DriftFinding[]) {
  const own = findings.filter(({ verdict, scenario }) => verdict === 'regressed' && scenario !== null)
  return [...Map.groupBy(own, ({ scenario }) => scenario ?? '')].slice(0, NAMED).map(([scenario, all]) => ({
    scenario,
    figures: all
      .map(({ measure, base, head }) => `${MEASURES[measure]} ${figureOf(measure, base)} → ${figureOf(measure, head)}`)
      .join(', '),
  }))
}

/** The rows of one measure. Zero stands in the middle; the widest interval fills the width. */
function rowsOf(findings: readonly DriftFinding[]) {
  const spans = findings.map(({ low, high, difference }) => [low ?? difference, high ?? difference] as const)
  const widest = Math.max(0, ...spans.flat().map(Math.abs)) || 1
  const x = (value: number) => Math.round((50 + (48 * Math.max(-widest, Math.min(widest, value))) / widest) * 10) / 10
  return findings.map(({ scenario, measure, verdict, adjusted, needed, certain, ...figures }, index) => ({
    measure: MEASURES[measure],
    scenario: scenario ?? 'all scenarios',
    whole: scenario === null,
    ...{ verdict, tone: TONES[verdict], pairs: figures.pairs },
    base: figureOf(measure, figures.base),
    head: figureOf(measure, figures.head),
    difference: signed(measure, figures.difference),
    interval:
      figures.low === null || figures.high === null
        ? ''
        : `${signed(measure, figures.low)} to ${signed(measure, figures.high)}`,
    adjusted: certain ? 'exact' : adjusted === null ? 'none' : chance(adjusted),
    needed: needed === null ? null : `about ${plural(needed, 'pair')} would decide`,
    ...spanOf(spans[index] ?? [0, 0], x),
    at: x(figures.difference),
  }))
}

function spanOf([low, high]: readonly [number, number], x: (value: number) => number) {
  return { from: x(low), width: Math.max(0.5, Math.round((x(high) - x(low)) * 10) / 10) }
}

function chance(p: number): string {
  return p < 0.0001 ? '<0.0001' : String(Number(p.toPrecision(2)))
}

function figureOf(measure: DriftFinding['measure'], value: number): string {
  if (measure === 'passed') return percent(value)
  if (measure === 'cost') return dollars(value)
  return measure === 'virtualMs' ? duration(value) : String(Math.round(100 * value) / 100)
}

function signed(measure: DriftFinding['measure'], value: number): string {
  return `${value < 0 ? '−' : value > 0 ? '+' : ''}${figureOf(measure, Math.abs(value))}`
}
