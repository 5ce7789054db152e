import { messageOf } from '../kernel/errors.ts'
import { type Fall, type JudgeOptions, type JudgeProcess, startJudge } from './judge-process.ts'
import type { Judged, JudgeOrder } from './order.ts'

/** Judges trials in processes of their own: what a scorer or an oracle does there costs its own trial alone. */
export interface Judges extends AsyncDisposable {
  judge(order: JudgeOrder): Promise<Judged>
}

export interface JudgesOptions extends JudgeOptions {
  /** How many processes there may be at once. There is one until trials wait. */
  most: number
}

/** A trial that waits for longer, in ms, has another judge started. */
const PATIENCE_MS = 1_000
/** How many trials one judge is sent at once. */
const BATCH = 32
/** So many judges in a row that end before they begin: it is this machine that cannot start one. */
const FALSE_STARTS = 3

interface Case {
  number: number
  order: JudgeOrder
  since: number
  resolve(judged: Judged): void
  reject(reason: Error): void
}

/** A judge with what it was sent and has not answered. */
interface Seat {
  process?: JudgeProcess
  open: Map<number, Case>
  /** What it began with: nothing that an earlier trial left can have been in its way. */
  first: number | undefined
}

export function openJudges({ most, ...options }: JudgesOptions): Judges {
  const waiting: Case[] = []
  const seats = new Set<Seat>()
  let [numbers, falseStarts, closed] = [0, 0, false]
  let patience: NodeJS.Timeout | undefined

  const giveUp = (cases: readonly Case[], why: string) => {
    for (const one of cases) one.reject(new Error(`No judge could be started: ${why}`))
  }
  const fallen = (own: Seat, fall: Fall) => {
    seats.delete(own)
    if (closed) return
    const back = [...own.open.values()]
    const begun = own.open.has(fall.at.trial)
    if (!begun && ++falseStarts >= FALSE_STARTS) return giveUp([...back, ...waiting.splice(0)], fall.why)
    waiting.unshift(...(begun ? blame(fall, back, own.first) : back))
    if (waiting.length > 0) begin()
  }
  /** Has another judge start with the trials that wait. */
  const begin = () => {
    const own: Seat = { open: new Map(), first: undefined }
    try {
      own.process = startJudge(options, {
        judged: (number, judged) => {
          falseStarts = 0
          own.open.get(number)?.resolve(judged)
          own.open.delete(number)
          if (own.open.size === 0) assign()
        },
        fallen: (fall) => fallen(own, fall),
      })
    } catch (thrown) {
      return giveUp(waiting.splice(0), messageOf(thrown))
    }
    seats.add(own)
    give(own)
  }
  const give = (own: Seat) => {
    const batch = waiting.splice(0, BATCH)
    own.first ??= batch[0]?.number
    for (const one of batch) own.open.set(one.number, one)
    own.process?.send(batch)
  }
  const assign = () => {
    for (const own of seats) if (own.open.size === 0 && waiting.length > 0) give(own)
    const [oldest] = waiting
    if (!oldest) return
    if (seats.size === 0) return begin()
    if (seats.size >= most) return
    const late = performance.now() - oldest.since >= PATIENCE_MS
    if (late && [...seats].every(({ process }) => process?.begun())) return begin()
    patience ??= setTimeout(() => {
      patience = undefined
      assign()
    }, PATIENCE_MS).unref()
  }
  return {
    judge: (order) =>
      new Promise((resolve, reject) => {
        waiting.push({ number: ++numbers, order, since: performance.now(), resolve, reject })
        // Others that come at the same moment go along.
        if (waiting.length === 1) setImmediate(assign)
      }),
    [Symbol.asyncDispose]: async () => {
      closed = true
      clearTimeout(patience)
      await Promise.all([...seats].map(({ process }) => process?.kill()))
    },
  }
}

/**
 * The trials of a judge that fell, as they are to be judged again: first the one that it was at, by a judge that has
 * judged nothing else. Where it was that already, the step is struck out.
 */
function blame({ at, why }: Fall, cases: readonly Case[], first: number | undefined): Case[] {
  const again = cases.map((one) => {
    if (one.number !== at.trial || first !== at.trial) return one
    const struck = [...(one.order.struck ?? []), { step: at.step, why }]
    return { ...one, order: { ...one.order, struck } }
  })
  return again.sort((a, b) => Number(b.number === at.trial) - Number(a.number === at.trial))
}
