import { dollars, duration, plural } from '../../text/quantity.ts'
import { trialPath } from '../routes.ts'

/** What the page needs of a comparison of two runs. */
export interface Compared {
  base: { run: string; startedAt: string; mettle: string }
  head: { run: string; startedAt: string; mettle: string }
  passed: boolean
  reason: string
  warnings: string[]
  contests: {
    base: string
    head: string
    pairs: number
    /** Pairs in which both sides did the same. */
    identical: number
    findings: Finding[]
    /** Pairs that the base passed and the head did not, by id. */
    lost: { base: string; head: string }[]
  }[]
}

/** One figure of both sides. Null as its scenario stands for all of them. */
interface Finding {
  scenario: string | null
  measure: 'passed' | 'cost' | 'steps' | 'calls' | 'virtualMs'
  pairs: number
  base: number
  head: number
  /** Head less base, and its 95 % interval. */
  difference: number
  low: number
  high: number
  adjusted: number | null
  verdict: 'regressed' | 'improved' | 'inconclusive' | 'unchanged'
}

/** Lost pairs that are listed. */
const LISTED = 50

const MEASURES = { passed: 'pass rate', cost: 'cost', steps: 'steps', calls: 'calls', virtualMs: "trial's clock" }
const TONES = { regressed: 'failed', improved: 'passed', inconclusive: 'inconclusive', unchanged: 'not-run' } as const

/** Two runs side by side: for each measure a forest of differences, on a scale of their own. */
export function driftView({ base, head, passed, reason, warnings, contests }: Compared) {
  return {
    ...{ passed, reason, warnings, tone: passed ? 'passed' : 'failed' },
    sides: [
      { name: 'base', ...base },
      { name: 'head', ...head },
    ],
    contests: contests.map((contest) => ({
      base: contest.base,
      head: contest.head,
      pairs: plural(contest.pairs, 'pair'),
      identical: contest.identical,
      forests: [...Map.groupBy(contest.findings, ({ measure }) => measure)].map(([measure, findings]) => ({
        measure: MEASURES[measure],
        rows: forestOf(findings),
      })),
      lost: contest.lost.slice(0, LISTED).map((pair) => ({ ...pair, path: trialPath(pair.head) })),
      more: Math.max(0, contest.lost.length - LISTED),
    })),
  }
}

/** The rows of one measure. Zero stands in the middle; the widest interval fills the width. */
function forestOf(findings: readonly Finding[]) {
  const widest = findings.reduce((most, { low, high }) => Math.max(most, Math.abs(low), Math.abs(high)), 0) || 1
  const x = (value: number) => Math.round((50 + (48 * Math.max(-widest, Math.min(widest, value))) / widest) * 10) / 10
  return findings.map(({ scenario, measure, verdict, adjusted, ...figures }) => ({
    scenario: scenario ?? 'all scenarios',
    whole: scenario === null,
    ...{ verdict, tone: TONES[verdict], pairs: figures.pairs },
    base: figureOf(measure, figures.base),
    head: figureOf(measure, figures.head),
    difference: signed(measure, figures.difference),
    interval: `${signed(measure, figures.low)} to ${signed(measure, figures.high)}`,
    adjusted: adjusted === null ? 'none' : adjusted.toPrecision(2),
    from: x(figures.low),
    width: Math.max(0.5, Math.round((x(figures.high) - x(figures.low)) * 10) / 10),
    at: x(figures.difference),
  }))
}

function figureOf(measure: Finding['measure'], value: number): string {
  if (measure === 'passed') return `${Math.round(1_000 * value) / 10} %`
  if (measure === 'cost') return dollars(value)
  return measure === 'virtualMs' ? duration(value) : String(Math.round(100 * value) / 100)
}

function signed(measure: Finding['measure'], value: number): string {
  return `${value < 0 ? '−' : '+'}${figureOf(measure, Math.abs(value))}`
}
