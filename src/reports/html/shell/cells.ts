import { passHat } from '../../../stats/pass-hat.ts'
import { wilson } from '../../../stats/wilson.ts'
import type { CellTrial } from '../../text/matrix.ts'
import { worstOf } from '../../text/matrix.ts'
import { dollars, duration } from '../../text/quantity.ts'
import { tallyOf } from '../../text/repeats.ts'
import { trialPath, trialsPath } from '../routes.ts'
import { toneOf } from './tiles.ts'

/** The k of pass^k: 3, or as many trials as there are. */
const K = 3

/** A cell of the matrix: how its trials ended, how sure that is, and what it took. */
export function cellView(cell: readonly CellTrial[], names: Readonly<Record<string, string>>) {
  const worst = worstOf(cell) ?? null
  const ran = cell.flatMap(({ trial }) => trial ?? [])
  const [only] = ran
  const { passed, judged, flaky } = tallyOf(cell)
  const oneTask = names.variant !== undefined
  return {
    worst,
    tone: worst ? toneOf(worst) : 'plain',
    path: ran.length === 1 && only ? trialPath(only.id) : ran.length > 0 ? trialsPath(names) : null,
    word: cell.length === 1 ? worst : `${passed} of ${cell.length} passed`,
    // Trials of several tasks are no repeats of each other: none of them need be flaky.
    flaky: flaky && oneTask,
    interval: cell.length > 1 && judged > 0 ? intervalOf(passed, judged, oneTask) : null,
    told: ran.length > 0 ? toldOf(cell) : [],
  }
}

/** pass^k is a figure of one task: trials of several are no repeats of each other. */
function intervalOf(passed: number, judged: number, oneTask: boolean) {
  const { low, high } = wilson(passed, judged)
  const k = Math.min(K, judged)
  const [from, to] = [Math.round(100 * low), Math.round(100 * high)]
  return {
    x: from,
    width: Math.max(1, to - from),
    at: Math.round((100 * passed) / judged),
    text: `${from} to ${to} %`,
    hat: k > 1 && oneTask ? `pass^${k} ${Math.round(100 * passHat(passed, judged, k))} %` : null,
  }
}

/** What the trials of a cell took, and what was done to them. */
function toldOf(cell: readonly CellTrial[]): string[] {
  const trials = cell.flatMap(({ trial }) => trial ?? [])
  const mean = (figure: (trial: (typeof trials)[number]) => number) =>
    trials.reduce((sum, trial) => sum + figure(trial), 0) / trials.length
  const faults = trials.flatMap((trial) => trial.faults)
  const guards = trials.flatMap((trial) => trial.guards)
  const [planned, delivered] = [sum(faults.map((fault) => fault.planned)), sum(faults.map((fault) => fault.delivered))]
  const held = guards.filter(({ outcome }) => outcome === 'held').length
  const bypassed = guards.filter(({ outcome }) => outcome === 'bypassed').length
  return [
    dollars(mean(({ usage }) => usage.usd)),
    duration(mean(({ usage }) => usage.virtualMs)),
    ...(planned > 0 ? [`faults ${delivered}/${planned}`] : []),
    ...(guards.length > 0 ? [`guards held ${held}/${guards.length}`] : []),
    ...(bypassed > 0 ? [`${bypassed} bypassed`] : []),
  ]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
