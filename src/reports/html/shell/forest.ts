import type { DriftFinding } from '../../../record/comparison.ts'
import { dollars, duration, percent, plural } from '../../text/quantity.ts'

/** Figures of one contest that are drawn. */
const ROWS = 500

const MEASURES = { passed: 'pass rate', cost: 'cost', steps: 'steps', calls: 'calls', virtualMs: "trial's clock" }
const TONES = { regressed: 'failed', improved: 'passed', inconclusive: 'inconclusive', unchanged: 'not-run' } as const

/** For each measure a forest of differences, on a scale of its own. */
export function forestsOf(findings: readonly DriftFinding[]) {
  return {
    forests: [...Map.groupBy(findings.slice(0, ROWS), ({ measure }) => measure)].map(([measure, own]) => ({
      measure: MEASURES[measure],
      rows: rowsOf(own),
    })),
    moreFigures: Math.max(0, findings.length - ROWS),
  }
}

/** The rows of one measure. Zero stands in the middle; the widest interval fills the width. */
function rowsOf(findings: readonly DriftFinding[]) {
  const widest = findings.reduce((most, { low, high }) => Math.max(most, Math.abs(low), Math.abs(high)), 0) || 1
  const x = (value: number) => Math.round((50 + (48 * Math.max(-widest, Math.min(widest, value))) / widest) * 10) / 10
  return findings.map(({ scenario, measure, verdict, adjusted, needed, ...figures }) => ({
    scenario: scenario ?? 'all scenarios',
    whole: scenario === null,
    ...{ verdict, tone: TONES[verdict], pairs: figures.pairs },
    base: figureOf(measure, figures.base),
    head: figureOf(measure, figures.head),
    difference: signed(measure, figures.difference),
    interval: `${signed(measure, figures.low)} to ${signed(measure, figures.high)}`,
    adjusted: adjusted === null ? 'none' : chance(adjusted),
    needed: needed === null ? null : `about ${plural(needed, 'pair')} would decide`,
    from: x(figures.low),
    width: Math.max(0.5, Math.round((x(figures.high) - x(figures.low)) * 10) / 10),
    at: x(figures.difference),
  }))
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
