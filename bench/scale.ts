// Prints what limits a fleet of 1, 100 and 10,000 workers, from what a trial costs on this machine: `npm run bench:scale`.
import { duration } from '../src/reports/text/quantity.ts'
import { type Costs, type Fleet, networkOf, type Suite } from './scale/fleet.ts'
import { measureCosts } from './scale/measure.ts'
import { type Pace, solve } from './scale/network.ts'
import { simulate } from './scale/simulate.ts'

const WORKERS = [1, 100, 10_000]
/** Two processors and four lanes a worker, a database of eight, a provider that takes ten thousand requests a minute. */
const USUAL = { lanes: 4, processors: 2, databaseProcessors: 8, requestsPerMinute: 10_000 }
const TRIALS = 100_000

function suitesOf(worker: number): Suite[] {
  return [
    { name: 'functions, scripted models', cpu: worker, asks: 0, answer: 0 },
    { name: 'programs of 0.5 s', cpu: worker + 0.5, asks: 0, answer: 0 },
    { name: 'live models, 12 answers of 3 s', cpu: worker + 0.05, asks: 12, answer: 3 },
  ]
}

function linesOf(costs: Costs, suite: Suite, partitions: number): string[] {
  return WORKERS.map((workers) => {
    const fleet: Fleet = { ...USUAL, workers, partitions }
    const network = networkOf(costs, suite, fleet)
    const [computed, counted] = [solve(network), simulate(network)]
    const cells = [
      suite.name,
      workers.toLocaleString('en'),
      pace(computed),
      pace(counted),
      computed.limitedBy,
      hours(computed),
    ]
    return `| ${cells.join(' | ')} |`
  })
}

const pace = ({ perSecond }: Pace) => `${Number(perSecond.toPrecision(3)).toLocaleString('en')}/s`
const hours = ({ perSecond }: Pace) => duration((TRIALS / perSecond) * 1_000)
const ms = (seconds: number) => `${(seconds * 1_000).toFixed(2)} ms`

const { costs, worker } = await measureCosts()
const { database, collect, report, bytes } = costs
console.log(
  `A trial that does nothing costs, in time of a processor: the worker ${ms(worker)}, the database ${ms(database)},`,
)
console.log(`the collector ${ms(collect)}, the report ${ms(report)}; ${Math.round(bytes)} bytes of ledger.\n`)
for (const partitions of [1, 16]) {
  console.log(`${partitions === 1 ? 'One database and one collector' : `${partitions} of each`}:\n`)
  console.log('| suite | workers | computed | simulated | limited by | 100,000 trials |')
  console.log('| --- | --- | --- | --- | --- | --- |')
  console.log(
    `${suitesOf(worker)
      .flatMap((suite) => linesOf(costs, suite, partitions))
      .join('\n')}\n`,
  )
}
