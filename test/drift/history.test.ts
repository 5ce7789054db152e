import { expect, test } from 'vitest'
import { changesIn, seriesIn } from '../../src/drift/history/changes.ts'
import { BASE } from '../../src/record/history.ts'
import { type State, seriesOf } from './history-series.ts'

// 400 series of 48 runs, 20 trials each: what changes is found, and what does not change is left alone.

const RUNS = 48
/** The run with which the truth changes. */
const FROM = 24
const AS_USUAL: State = { pass: 0.9, steps: 10 }

const KINDS: Record<string, { figure: string; stateAt(at: number): State }> = {
  'nothing changes': { figure: '', stateAt: () => AS_USUAL },
  'the pass rate drops by 20 points': {
    figure: 'pass rate',
    stateAt: (at) => ({ ...AS_USUAL, pass: at < FROM ? 0.9 : 0.7 }),
  },
  'the pass rate falls by 2 points a run': {
    figure: 'pass rate',
    stateAt: (at) => ({ ...AS_USUAL, pass: 0.9 - 0.02 * Math.max(0, at - FROM + 1) }),
  },
  'steps rise by a third': {
    figure: 'steps a trial',
    stateAt: (at) => ({ ...AS_USUAL, steps: at < FROM ? 10 : 13.5 }),
  },
}

interface Tally {
  found: number
  falseAlarms: number
  delay: number[]
}

const tallies = Object.fromEntries(
  Object.entries(KINDS).map(([name, { figure, stateAt }]) => {
    const tally: Tally = { found: 0, falseAlarms: 0, delay: [] }
    for (let at = 0; at < 100; at++) {
      const series = seriesOf(`${name} ${at}`, RUNS, stateAt)
      const changes = changesIn(series).map((one) => ({ ...one, when: series.lines.indexOf(one.at) }))
      const hit = changes.find((one) => one.figure === figure && one.when >= FROM && one.worse)
      if (hit) tally.delay.push(hit.when - FROM + 1)
      if (hit) tally.found++
      if (changes.some((one) => one !== hit)) tally.falseAlarms++
    }
    return [name, tally]
  }),
)

test('planted changes are found within a few runs, with few false alarms', () => {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const table = Object.entries(tallies).map(([name, { found, falseAlarms, delay }]) => {
    return `${name}: found ${found} of 100, ${mean(delay).toFixed(1)} runs late, false alarms ${falseAlarms}`
  })
  console.info(table.join('\n'))
  const [none, drop, fall, steps] = Object.values(tallies)
  expect(none?.falseAlarms).toBeLessThanOrEqual(12)
  for (const one of [drop, fall, steps]) {
    expect(one?.found).toBeGreaterThanOrEqual(90)
    expect(mean(one?.delay ?? [])).toBeLessThanOrEqual(12)
    expect(one?.falseAlarms).toBeLessThanOrEqual(12)
  }
})

test('what changed with it is named, and where it began', () => {
  const series = seriesOf('named', RUNS, (at) => ({ ...AS_USUAL, pass: at < FROM ? 0.95 : 0.5 }))
  const lines = series.lines.map((line, at) =>
    at < FROM ? line : { ...line, basis: { ...line.basis, models: 'acme-2', 'agent desk': 'd1' } },
  )
  const [found] = changesIn({ ...series, lines })
  expect(found).toMatchObject({
    figure: 'pass rate',
    worse: true,
    from: { run: `run-${FROM}` },
    with: [`agent desk is new (run-${FROM})`, `models: acme to acme-2 (run-${FROM})`],
  })
})

test('agents and models are apart, and nothing is said of few runs', () => {
  const series = seriesOf('few', BASE, (at) => ({ ...AS_USUAL, pass: at < 4 ? 1 : 0 }))
  expect(changesIn(series)).toEqual([])
  const other = series.lines.map((line) => ({ ...line, model: null }))
  expect(seriesIn([...series.lines, ...other]).map(({ agent, model, lines }) => [agent, model, lines.length])).toEqual([
    ['desk', 'acme', BASE],
    ['desk', null, BASE],
  ])
})

test('rejections of one kind of action are a figure of their own', () => {
  const series = seriesOf('asked', RUNS, () => AS_USUAL)
  const action = { action: 'pay POST /refunds', calls: 40, error: 0, denied: 0, asked: 40, retries: 0 }
  const lines = series.lines.map((line, at) => ({ ...line, actions: [{ ...action, rejected: at < FROM ? 2 : 20 }] }))
  expect(changesIn({ ...series, lines }).map(({ figure, worse }) => [figure, worse])).toContainEqual([
    'rejected of pay POST /refunds',
    undefined,
  ])
})
