import { visible } from '../../kernel/visible.ts'
import type { Comparison, Contest, DriftFinding, DriftVerdict, ModelContest } from '../../record/comparison.ts'
import { painter, type Tone } from '../list/paint.ts'
import { code, table } from './markdown.ts'
import { dollars, duration, percent, plural, shorten } from './quantity.ts'

/** A pair that was lost, and the step at which its sides part; null on the side that took none. */
export interface Parting {
  base: string
  head: string
  left: string | null
  right: string | null
}

const SIGNS: Record<DriftVerdict, string> = { regressed: '✗', improved: '✓', inconclusive: '?', unchanged: '=' }
const TONES: Record<DriftVerdict, Tone> = {
  regressed: 'red',
  improved: 'green',
  inconclusive: 'yellow',
  unchanged: 'dim',
}
const LONGEST_STEP = 160

/** A comparison for the terminal. @param partings Those of each contest. */
export function comparisonText(comparison: Comparison, partings: readonly Parting[][], color: boolean): string {
  const paint = painter(color)
  const { base, head, warnings, notCompared, contests, reason } = comparison
  const { word, sign, tone } = headlineOf(comparison)
  const lines = [
    `base  ${visible(base.run)}, ${visible(base.startedAt)}`,
    `head  ${visible(head.run)}, ${visible(head.startedAt)}`,
    ...warnings.map((warning) => paint('yellow', `warning: ${visible(warning)}`)),
    ...contests.flatMap((contest, index) => [
      '',
      titleOf(contest),
      ...flippedLines(contest, paint),
      ...rowsOf(contest, paint),
      ...modelLines(contest),
      ...partingLines(partings[index] ?? []),
    ]),
    ...(notCompared.length > 0 ? ['', 'not compared'] : []),
    ...notCompared.map((one) => visible(`  ${placeOf(one)}: ${plural(one.trials, 'trial')}, ${one.why}`)),
    '',
    `${paint(tone, `${sign} ${word}`)}: ${visible(reason)}`,
  ]
  return `${lines.join('\n')}\n`
}

/** What a comparison comes to, in a word. A task that is lost in some pair is never said to be no regression. */
export function headlineOf({ passed, contests }: Pick<Comparison, 'passed' | 'contests'>) {
  if (!passed) return { word: 'failed', sign: '✗', tone: 'red', outcome: 'failed' } as const
  const lost = contests.some(({ flipped }) => flipped.length > 0)
  if (lost) return { word: 'undecided', sign: '?', tone: 'yellow', outcome: 'inconclusive' } as const
  return { word: 'no regression', sign: '✓', tone: 'green', outcome: 'passed' } as const
}

/** Tasks that are named in a contest. */
const FLIPPED = 20

function flippedLines({ flipped }: Contest, paint: ReturnType<typeof painter>): string[] {
  const lines = flipped.slice(0, FLIPPED).map((task) => {
    const word = paint(task.certain ? 'red' : 'yellow', `${task.certain ? '✗' : '?'} ${'flipped'.padEnd(12)}`)
    return `  ${word}  ${visible(`${task.scenario} · ${task.variant}`)}: ${flipText(task)}`
  })
  const more = flipped.length - FLIPPED
  return more > 0 ? [...lines, `  … and ${plural(more, 'more task')}`] : lines
}

/** 'passed and fails now, in 3 pairs; chance has a say: 2 went the other way' */
export function flipText({ certain, lost, won }: Contest['flipped'][number]): string {
  const what = `passed and fails now, in ${plural(lost, 'pair')}`
  if (certain) return `${what}, for certain`
  return `${what}; chance has a say${won > 0 ? `: ${won} went the other way` : ''}`
}

function titleOf({ base, head, pairs, identical }: Contest): string {
  const who = base === head ? base : `${base} → ${head}`
  return visible(`${who}, ${plural(pairs, 'pair')}, ${identical} of them the same step by step`)
}

function rowsOf({ findings }: Contest, paint: ReturnType<typeof painter>): string[] {
  const width = Math.max(0, ...findings.map((finding) => nameOf(finding).length))
  return findings.map((finding) => {
    const word = paint(TONES[finding.verdict], `${SIGNS[finding.verdict]} ${finding.verdict.padEnd(12)}`)
    return `  ${word}  ${nameOf(finding).padEnd(width)}  ${figuresOf(finding)}`
  })
}

/** Models that are told side by side. */
const MODELS = 10

function modelLines({ models }: Contest): string[] {
  const lines = models.slice(0, MODELS).map((one) => `  model ${visible(one.model)}: ${sidesText(one)}`)
  const more = models.length - MODELS
  return more > 0 ? [...lines, `  … and ${plural(more, 'more model')}`] : lines
}

/** '$0.0021 → $0.0030 a trial, 40 → 52 calls' */
export function sidesText({ base, head }: ModelContest): string {
  const price = (side: ModelContest['base']) =>
    side === null ? 'not asked' : side.usdPerTrial === null ? 'no known price' : dollars(side.usdPerTrial)
  return `${price(base)} → ${price(head)} a trial, ${base?.calls ?? 0} → ${plural(head?.calls ?? 0, 'call')}`
}

function nameOf({ measure, scenario }: DriftFinding): string {
  return visible(`${measure}${scenario === null ? '' : ` {${scenario}}`}`)
}

/** '95 % → 90 %, -5 % (-9.1 % to -0.9 %), p 0.021 of 400 pairs; about 610 would decide', or '5 → 6, +1, exact, 1 pair' */
function figuresOf(finding: DriftFinding): string {
  const { base, head, difference, pairs, needed } = finding
  const tell = (value: number) => unitOf(finding, value)
  const more = needed === null ? '' : `; about ${plural(needed, 'pair')} would decide`
  const told = [`${tell(base)} → ${tell(head)}`, signed(difference, tell) + intervalText(finding), chanceText(finding)]
  return `${told.join(', ')}, ${plural(pairs, 'pair')}${more}`
}

function intervalText(finding: DriftFinding): string {
  const { low, high } = finding
  if (low === null || high === null) return ''
  const tell = (value: number) => unitOf(finding, value)
  return ` (${signed(low, tell)} to ${signed(high, tell)})`
}

function chanceText({ certain, p, adjusted }: DriftFinding): string {
  if (certain) return 'exact'
  return p === null || adjusted === null ? 'p none' : `p ${pText(p)}, corrected ${pText(adjusted)}`
}

function unitOf({ measure }: DriftFinding, value: number): string {
  if (measure === 'passed') return percent(value)
  if (measure === 'cost') return dollars(value)
  return measure === 'virtualMs' ? duration(value) : String(Number(value.toFixed(2)))
}

function signed(value: number, tell: (value: number) => string): string {
  return `${sign(value)}${tell(Math.abs(value))}`
}

function sign(value: number): string {
  return value > 0 ? '+' : value < 0 ? '-' : ''
}

function pText(p: number): string {
  return p < 0.0001 ? '<0.0001' : String(Number(p.toPrecision(2)))
}

function partingLines(partings: readonly Parting[]): string[] {
  return partings.flatMap(({ base, head, left, right }) => [
    visible(`  first step apart, ${base} and ${head}`),
    `    base  ${stepText(left)}`,
    `    head  ${stepText(right)}`,
  ])
}

function stepText(step: string | null): string {
  return step === null ? 'nothing more' : shorten(visible(step), LONGEST_STEP)
}

function placeOf({ scenario, variant, contestant }: { scenario: string; variant: string; contestant: string }): string {
  return `${scenario} · ${variant} · ${contestant}`
}

/** The same as Markdown. */
export function comparisonMarkdown(comparison: Comparison, partings: readonly Parting[][]): string {
  const { base, head, warnings, notCompared, contests, reason } = comparison
  const { word, sign } = headlineOf(comparison)
  const lines = [
    `## mettle compare: ${sign} ${word}`,
    '',
    code(reason),
    '',
    `Base ${code(base.run)}, head ${code(head.run)}.`,
    '',
    ...warnings.flatMap((warning) => [`⚠ ${code(warning)}`, '']),
    ...contests.flatMap((contest, index) => contestMarkdown(contest, partings[index] ?? [])),
    ...table(
      ['not compared', 'trials', 'why'],
      notCompared.slice(0, 100).map((one) => [code(placeOf(one)), String(one.trials), code(one.why)]),
    ),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function contestMarkdown(contest: Contest, partings: readonly Parting[]): string[] {
  const rows = contest.findings.map((finding) => {
    return [`${SIGNS[finding.verdict]} ${finding.verdict}`, code(nameOf(finding)), code(figuresOf(finding))]
  })
  const steps = partings.map(({ base, left, right }) => [code(base), code(stepText(left)), code(stepText(right))])
  const flipped = contest.flipped.slice(0, FLIPPED).map((task) => {
    return [task.certain ? '✗' : '?', code(`${task.scenario} · ${task.variant}`), code(flipText(task))]
  })
  return [
    code(titleOf(contest)),
    '',
    ...table(['', 'flipped task', 'how'], flipped),
    ...table(['', 'figure', 'base → head'], rows),
    ...table(
      ['model', 'base → head'],
      contest.models.slice(0, MODELS).map((one) => [code(one.model), code(sidesText(one))]),
    ),
    ...table(['first step apart', 'base', 'head'], steps),
  ]
}
