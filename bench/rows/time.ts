// What virtual time costs: hours of backing off, a jump, a trial; and whether trials are slower with it than without.
import { enableCompileCache } from 'node:module'
import { interleave, median, spread } from '../rounds.ts'
import { finish, type Row } from '../row.ts'
import { runTrials } from '../run-trials.ts'
import { msPerTrial } from '../trial-pace.ts'

const LIMIT_MS = 20
const LEAST_SHARE = 90
/** Trials of each round. */
const [WAITS, TRIALS] = [5, 600]

// As bin/mettle.js does.
enableCompileCache()
finish([...(await hours()), await jump(), ...(await pace())])

async function hours(): Promise<Row[]> {
  const { warm, fresh } = await interleave({ warm: () => backOff('outage'), fresh: () => backOff('outage-fresh') })
  return [hoursRow('a warm process', warm), hoursRow('a process that is new', fresh)]
}

/** Ms from the agent's start to its end. The first trial is the one that makes a process warm. */
async function backOff(scenario: string): Promise<number> {
  const [, ...figures] = await answersOf(scenario, 'silent', 'patient', 1 + WAITS)
  return median(figures)
}

function hoursRow(where: string, figures: number[]): Row {
  return {
    what: `2.25 h of time-outs and backing off, in ${where}`,
    figure: `${median(figures).toFixed(1)} ms`,
    spread: spread(figures, 1),
    beside: "13 time-outs of 30 s, pauses up to an hour; from the agent's start to its end",
    target: `<= ${LIMIT_MS} ms`,
    met: median(figures) <= LIMIT_MS,
    workers: '1 worker',
  }
}

async function jump(): Promise<Row> {
  const { us } = await interleave({ us: async () => median(await answersOf('instant', 'calm', 'sleeper', 3)) })
  return {
    what: 'a jump of virtual time',
    figure: `${median(us).toFixed(1)} us`,
    spread: spread(us, 1),
    beside: "10,000 in a row, each with the agent's own timer and promise",
    workers: '1 worker',
  }
}

async function answersOf(scenario: string, variant: string, agent: string, trials: number): Promise<number[]> {
  const figures: number[] = []
  await runTrials({ scenario, variant, agent, export: 'run', trials, workers: 1 }, ({ answer }) => {
    figures.push(Number(answer))
  })
  return figures
}

async function pace(): Promise<Row[]> {
  const [none, five] = [
    { scenario: 'instant', agent: 'instant', trials: TRIALS },
    { scenario: 'purchase', agent: 'buyer', trials: TRIALS },
  ]
  const ms = await interleave({
    none: () => msPerTrial(none),
    noneReal: () => msPerTrial({ ...none, realTime: true }),
    five: () => msPerTrial(five),
    fiveReal: () => msPerTrial({ ...five, realTime: true }),
  })
  const added = ms.none.map((virtual, round) => 1_000 * (virtual - (ms.noneReal[round] ?? Number.NaN)))
  const shares = ms.five.map((virtual, round) => (100 * (ms.fiveReal[round] ?? Number.NaN)) / virtual)
  return [
    {
      what: 'virtual time, added per trial of 0 calls',
      figure: `${median(added).toFixed(0)} us`,
      spread: spread(added),
      beside: `${perSecond(ms.none)} trials/s, ${perSecond(ms.noneReal)} in real time`,
      workers: '1 worker and the parent',
    },
    {
      what: 'trials/s on virtual time, share of those in real time',
      figure: `${median(shares).toFixed(0)} %`,
      spread: spread(shares),
      beside: `${perSecond(ms.five)} trials/s of 5 calls and 3 scorers, ${perSecond(ms.fiveReal)} in real time`,
      target: `>= ${LEAST_SHARE} %`,
      met: median(shares) >= LEAST_SHARE,
      workers: '1 worker and the parent',
    },
  ]
}

function perSecond(msPerTrial: number[]): string {
  return (1_000 / median(msPerTrial)).toFixed(0)
}
