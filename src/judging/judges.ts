import { messageOf } from '../kernel/errors.ts'
import { neverBegan } from '../kernel/machine.ts'
import { type Fall, type JudgeOptions, type JudgeProcess, startJudge } from './judge-process.ts'
import type { Judged, JudgeOrder } from './order.ts'

/** Judges trials in processes of their own: what a scorer or an oracle does there costs its own trial alone. */
export interface Judges extends AsyncDisposable {
  /** A trial is under way: has a judge start beside it, where there is none. */
  expect(): void
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
/** So many that a signal ends before they begin: it is more than an agent that ends what runs beside it. */
const ENDED_STARTS = 30

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

export function openJudges(options: JudgesOptions): Judges {
  return new Panel(options)
}

class Panel implements Judges {
  readonly #options: JudgesOptions
  readonly #waiting: Case[] = []
  readonly #seats = new Set<Seat>()
  #numbers = 0
  #falseStarts = 0
  #endedStarts = 0
  #closed = false
  #patience: NodeJS.Timeout | undefined

  constructor(options: JudgesOptions) {
    this.#options = options
  }

  expect(): void {
    if (this.#seats.size === 0 && this.#waiting.length === 0 && !this.#closed) this.#begin()
  }

  judge(order: JudgeOrder): Promise<Judged> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ number: ++this.#numbers, order, since: performance.now(), resolve, reject })
      // Others that come at the same moment go along.
      if (this.#waiting.length === 1) setImmediate(() => this.#assign())
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    clearTimeout(this.#patience)
    await Promise.all([...this.#seats].map(({ process }) => process?.kill()))
  }

  #assign(): void {
    for (const own of this.#seats) if (own.open.size === 0) this.#give(own)
    const [oldest] = this.#waiting
    if (!oldest) return
    const late =
      performance.now() - oldest.since >= PATIENCE_MS && [...this.#seats].every(({ process }) => process?.begun())
    if (this.#seats.size === 0 || (late && this.#seats.size < this.#options.most)) this.#begin()
    else if (this.#seats.size < this.#options.most) this.#lookAgain()
  }

  #lookAgain(): void {
    this.#patience ??= setTimeout(() => {
      this.#patience = undefined
      this.#assign()
    }, PATIENCE_MS).unref()
  }

  #give(own: Seat): void {
    const batch = this.#waiting.splice(0, BATCH)
    if (batch.length === 0) return
    own.first ??= batch[0]?.number
    for (const one of batch) own.open.set(one.number, one)
    own.process?.send(batch)
  }

  /** Has another judge start with the trials that wait. */
  #begin(): void {
    const own: Seat = { open: new Map(), first: undefined }
    try {
      own.process = startJudge(this.#options, {
        judged: (number, judged) => this.#judged(own, number, judged),
        fallen: (fall) => this.#fallen(own, fall),
      })
    } catch (thrown) {
      giveUp(this.#waiting.splice(0), messageOf(thrown))
      return
    }
    this.#seats.add(own)
    this.#give(own)
  }

  #judged(own: Seat, number: number, judged: Judged): void {
    this.#falseStarts = 0
    this.#endedStarts = 0
    own.open.get(number)?.resolve(judged)
    own.open.delete(number)
    if (own.open.size === 0) this.#assign()
  }

  #fallen(own: Seat, fall: Fall): void {
    this.#seats.delete(own)
    if (this.#closed) return
    const back = [...own.open.values()]
    const begun = own.open.has(fall.at.trial)
    this.#waiting.unshift(...(begun ? blame(fall, back, own.first) : back))
    if (!begun && this.#isEnough(fall)) giveUp(this.#waiting.splice(0), fall.why)
    else if (this.#waiting.length > 0) this.#begin()
  }

  #isEnough({ bySignal }: Fall): boolean {
    return bySignal ? ++this.#endedStarts >= ENDED_STARTS : ++this.#falseStarts >= FALSE_STARTS
  }
}

function giveUp(cases: readonly Case[], why: string): void {
  for (const one of cases) one.reject(neverBegan('a judge', why))
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
