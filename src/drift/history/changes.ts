import { BASE, type Found, type HistoryLine, type Series } from '../../record/history.ts'
import { binomialCusum, type Change, pageHinkley, type Share } from '../../stats/cusum.ts'

/** Each agent and model by itself. */
export function seriesIn(lines: readonly HistoryLine[]): Series[] {
  const groups = Map.groupBy(lines, ({ agent, model }) => JSON.stringify([agent, model]))
  return [...groups.values()].map((own) => ({ agent: own[0]?.agent ?? '', model: own[0]?.model ?? null, lines: own }))
}

type ShareOf = (line: HistoryLine) => Share
type AmountOf = (line: HistoryLine) => number

const SHARES: readonly [figure: string, of: ShareOf, good: Change['direction'], looks?: number][] = [
  ['pass rate', ({ passed, trials }) => ({ passed, of: trials }), 'up'],
  ['error rate of the harness', ({ errors, trials }) => ({ passed: errors, of: errors + trials }), 'down'],
  ['recovered', ({ recovered }) => ({ passed: recovered.held, of: recovered.trials }), 'up'],
  [
    'guards that were bypassed',
    ({ guards }) => ({ passed: guards.bypassed, of: guards.held + guards.bypassed }),
    'down',
  ],
]

const AMOUNTS: readonly [figure: string, of: AmountOf][] = [
  ['US dollars a trial', ({ usdPerTrial }) => usdPerTrial],
  ['steps a trial', ({ stepsPerTrial }) => stepsPerTrial],
  ['ms a trial', ({ virtualMsPerTrial }) => virtualMsPerTrial],
]

/** Figures of a series that are looked at for changes, those of its actions aside. */
const OVERALL = SHARES.length + AMOUNTS.length

const OF_ACTIONS = [
  ['errors', 'error', 'calls', 'down'],
  ['denied', 'denied', 'calls', 'down'],
  ['rejected', 'rejected', 'asked', undefined],
  ['retries', 'retries', 'calls', 'down'],
] as const

/** Every figure of a series that changed, the first change of each. */
export function changesIn({ lines }: Series): Found[] {
  if (lines.length <= BASE) return []
  const actions = [...new Set(lines.flatMap((line) => line.actions.map(({ action }) => action)))]
  const ofActions = actions.flatMap((action) =>
    OF_ACTIONS.map(([word, part, whole, good]) => {
      const share: ShareOf = (line) => {
        const found = line.actions.find((one) => one.action === action)
        return { passed: found?.[part] ?? 0, of: found?.[whole] ?? 0 }
      }
      return [`${word} of ${action}`, share, good, actions.length * OF_ACTIONS.length] as const
    }),
  )
  return [
    ...[...SHARES, ...ofActions].flatMap(([figure, of, good, looks = OVERALL]) => {
      const shares = lines.map(of)
      const change = binomialCusum(shares.slice(0, BASE), shares.slice(BASE), looks)
      return change
        ? [foundOf(lines, change, { figure, good, unit: 'share', mean: (some) => shareOf(some.map(of)) })]
        : []
    }),
    ...AMOUNTS.flatMap(([figure, of]) => {
      const amounts = lines.map(of)
      const change = pageHinkley(amounts.slice(0, BASE), amounts.slice(BASE))
      const mean = (some: readonly HistoryLine[]) => some.reduce((sum, line) => sum + of(line), 0) / some.length
      return change ? [foundOf(lines, change, { figure, good: 'down', unit: 'amount', mean })] : []
    }),
  ]
}

interface Figure extends Pick<Found, 'figure' | 'unit'> {
  good: Change['direction'] | undefined
  mean(lines: readonly HistoryLine[]): number
}

function foundOf(
  lines: readonly HistoryLine[],
  { direction, from, at }: Change,
  { figure, good, unit, mean }: Figure,
): Found {
  const first = BASE + from
  const around = lines.slice(first - 2, BASE + at + 1)
  const reasons = around.slice(1).flatMap((now, index) => differing(around[index] as HistoryLine, now))
  return {
    ...{
      figure,
      worse: good && direction !== good,
      unit,
      from: lines[first] as HistoryLine,
      at: lines[BASE + at] as HistoryLine,
    },
    ...{ before: mean(lines.slice(0, first)), since: mean(lines.slice(first)), with: reasons },
  }
}

function differing({ basis: before }: HistoryLine, { basis: now, run }: HistoryLine): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
  return names.flatMap((name) => {
    const [was, is] = [before[name], now[name]]
    if (was === is) return []
    const what =
      was === undefined ? `${name} is new` : is === undefined ? `${name} is gone` : `${name}: ${was} to ${is}`
    return [`${what} (${run})`]
  })
}

function shareOf(shares: readonly Share[]): number {
  const of = shares.reduce((sum, one) => sum + one.of, 0)
  return of === 0 ? 0 : shares.reduce((sum, one) => sum + one.passed, 0) / of
}
