import type { UnderWay } from '../../boundary/own-code.ts'
import { messageOf, PrerequisiteError } from '../../kernel/errors.ts'
import { machineTrouble } from '../../kernel/machine.ts'
import type { Limits } from '../../scenario/define.ts'
import type { TrialOrder } from '../../stage/order.ts'
import type { Cut, Outcome } from '../../stage/outcome.ts'
import type { LiveDoor } from '../../world/models/live/door.ts'
import type { ServiceState } from '../../world/services/define.ts'
import { kindOf } from '../index.ts'
import { toldOfUnseen } from '../tiers/unseen.ts'
import { type Asks, openAsks } from './asks.ts'
import { openLooks } from './looks.ts'
import { ownEnd } from './own-end.ts'
import { type OwnTraces, ownTraces } from './own-traces.ts'
import { whoseCodeRuns } from './owner.ts'
import type { Ended, Failed, FromWorker } from './protocol.ts'
import { behindWall } from './wall.ts'
import { type Deadline, openWatch, type Watch } from './watch.ts'
import { START_LIMIT_MS, type WorkerProcess } from './worker-process.ts'

/** A trial that waits for its outcome. */
export interface Waiting {
  order: TrialOrder
  limits: Limits
  /** Told of something urgent, as the worker's text has it. */
  urgent?: ((text: string) => void) | undefined
  /** The way to real models, where it may ask any. */
  live?: LiveDoor | undefined
  /** What a service of the trial holds now, where it has any. */
  look?: ((service: string) => Promise<ServiceState>) | undefined
  resolve(outcome: Outcome): void
  /** The machine does not let it run: that is told of the run, not of the trial. */
  reject(reason: Error): void
}

/** The trials that one worker was asked for, in order. Watches its process from outside. */
export interface Line {
  readonly worker: WorkerProcess
  /** How many are asked for and not over. */
  readonly length: number
  /** How long its last trials took, in ms; undefined before the first. */
  readonly pace: number | undefined
  /** It takes no more trials. */
  readonly closed: boolean
  add(waiting: Waiting): void
}

/** What the owner of a line is told. */
interface Told {
  /** A trial is over, or the line is: there may be room elsewhere. */
  changed(): void
  /** Trials that never began here. */
  unbegun(waiting: Waiting[]): void
}

/** How long an agent may run on after its trial was stopped, in ms: a loop without a pause lets nothing else run. */
const STOP_LIMIT_MS = 1_000
/** The same where the agent is not in the way: its processes are ended, and its doors closed. */
const STOP_APART_MS = 20_000
/** A trial that takes longer, in ms, gives those behind it back: another process may be idle. */
const LONG_MS = 100

function stopLimit({ order: { agent } }: Waiting): number {
  return kindOf(agent).keepsDeadline ? STOP_APART_MS : STOP_LIMIT_MS
}

export function openLine(worker: WorkerProcess, told: Told): Line {
  return new WorkerLine(worker, told)
}

class WorkerLine implements Line {
  readonly worker: WorkerProcess
  pace: number | undefined
  closed = false
  readonly #told: Told
  readonly #traces: OwnTraces
  readonly #watch: Watch
  /** Asked for and not over: the first is under way. */
  #asked: Waiting[] = []
  /** Over, but what trials share was not looked at since. */
  #unseen: { waiting: Waiting; outcome: Outcome }[] = []
  #ready = false
  #done = 0
  #underWay: UnderWay | undefined
  #startedAt = 0
  /** What the trial that is under way asks of real models. */
  #asks: Asks | undefined
  /** Looks at its services for it. */
  #looks: ReturnType<typeof openLooks> | undefined
  #long: NodeJS.Timeout | undefined

  constructor(worker: WorkerProcess, told: Told) {
    this.worker = worker
    this.#told = told
    this.#traces = ownTraces(worker)
    this.#watch = openWatch(
      worker,
      () => this.#asked[0]?.limits,
      () => this.#findOwner(),
    )
    worker.hear = (message) => this.#hear(message)
    worker.ready.then(
      () => this.#open(),
      (thrown: unknown) => {
        const refused = thrown instanceof PrerequisiteError ? thrown : machineTrouble(thrown, 'start a worker')
        if (refused) this.#refuse(refused)
        this.#die({ how: 'lost', detail: messageOf(thrown) })
      },
    )
    worker.exited.then(({ code, signal }) => {
      if (this.#ready) this.#die(this.#watch.cut ?? this.#endOf(code, signal))
    })
  }

  get length(): number {
    return this.#asked.length
  }

  add(waiting: Waiting): void {
    this.#asked.push(waiting)
    if (!this.#ready) return
    this.#send(waiting.order)
    if (this.#asked.length === 1) this.#begin()
    else if (this.#asked.length === 2) this.#watchLong()
  }

  #endOf(code: number | null, signal: NodeJS.Signals | null): Cut {
    const most = this.#asked[0]?.limits.maxMemoryBytes ?? 0
    if (this.worker.overMemory()) return { how: 'memory-limit', detail: `far more than ${most} bytes` }
    return ownEnd(code, signal, this.#watch.lastWords())
  }

  #open(): void {
    this.#ready = true
    for (const { order } of this.#asked) this.#send(order)
    this.#begin()
  }

  #send(order: TrialOrder): void {
    try {
      const { wall } = this.worker
      const told = wall ? behindWall(order, wall) : order
      this.worker.send({ type: 'trial', order: told, file: this.#traces.keep(order) })
    } catch (thrown) {
      this.#watch.end('lost', messageOf(thrown))
    }
  }

  /** The first that was asked for is under way from here on. */
  #begin(): void {
    this.#watch.rest()
    clearTimeout(this.#long)
    this.#asks?.close()
    this.#asks = undefined
    this.#looks = undefined
    const [head] = this.#asked
    if (!head || !this.#ready) return
    this.#startedAt = performance.now()
    this.#underWay = undefined
    const deadline = this.#setDeadline(head)
    // How long a provider takes is nothing that the agent does.
    const waits = (answers: number) => deadline.hold(answers > 0)
    if (head.live) this.#asks = openAsks(head.live, this.worker.send, waits)
    // A trial that looks at its services may not be over: what it asks last is answered, too.
    if (head.look) this.#looks = openLooks(head.look, this.worker.send, () => {})
    if (this.#asked.length > 1) this.#watchLong()
  }

  /** An agent that has its process to itself is ended with it by its host, and what it did by then is told in full. */
  #setDeadline({ limits: { deadlineMs }, order: { agent } }: Waiting): Deadline {
    const detail = `still running after ${deadlineMs} ms`
    if (!kindOf(agent).keepsDeadline) return this.#watch.endBehind(deadlineMs, 'deadline', detail)
    return this.#watch.due(deadlineMs, () => {
      this.#watch.endWithin(STOP_APART_MS, 'deadline', detail)
      this.worker.send({ type: 'stop', detail })
    })
  }

  /** Of code that does not pause its process can say nothing by itself. */
  async #findOwner(): Promise<void> {
    if (this.#underWay?.waits === false) return
    const where = await whoseCodeRuns(this.worker)
    if (where !== undefined) this.#underWay = { where, waits: false }
  }

  #watchLong(): void {
    clearTimeout(this.#long)
    this.#long = setTimeout(() => this.worker.send({ type: 'recall' }), LONG_MS)
  }

  #hear(message: FromWorker): void {
    const [head] = this.#asked
    if (message.type === 'recalled') this.#recalled(message.nonces)
    if (!head || this.#watch.cut || !('nonce' in message) || message.nonce !== head.order.nonce) return
    const { endWithin } = this.#watch
    if (message.type === 'loading')
      endWithin(START_LIMIT_MS, 'lost', `the agent did not start within ${START_LIMIT_MS} ms`)
    if (message.type === 'agent-started') this.#begin()
    if (message.type === 'under-way') this.#underWay = message.code
    if (message.type === 'ask' || message.type === 'ask-over') this.#asks?.hear(message)
    if (message.type === 'look') this.#looks?.(message)
    if (message.type === 'urgent') head.urgent?.(message.text)
    if (message.type === 'stopping') endWithin(stopLimit(head), 'lost', 'the trial was stopped and did not end')
    if (message.type === 'failed') this.#fail(head, message)
    if (message.type === 'ended') this.#over(head, message)
  }

  #fail(head: Waiting, { why, code }: Failed): void {
    const refused = machineTrouble(Object.assign(new Error(why), { code }), `run trial ${head.order.id}`)
    if (refused) this.#refuse(refused)
    this.#watch.end('lost', toldOfUnseen(why, head.order.agent))
  }

  /** What was asked for here is not asked for elsewhere: there it would be refused as well. */
  #refuse(why: Error): void {
    for (const { reject } of this.#asked.splice(0)) reject(why)
  }

  /** The process tells which it will not begin, and begins none of them: an agent does not know their nonces. */
  #recalled(nonces: string[]): void {
    const back = this.#asked.filter(({ order }, place) => place > 0 && nonces.includes(order.nonce))
    if (back.length === 0) return
    this.#asked = this.#asked.filter((one) => !back.includes(one))
    this.pace = Math.max(this.pace ?? 0, LONG_MS)
    this.#told.unbegun(back)
  }

  #over(head: Waiting, ended: Ended): void {
    const { wallMs, shared } = ended
    this.#asked.shift()
    this.#traces.passed(ended.trace)
    this.#done++
    this.#watch.countAnew()
    this.pace = this.pace === undefined ? wallMs : this.pace * 0.7 + wallMs * 0.3
    const changed = typeof shared === 'object' ? shared.changed : undefined
    const outcome = outcomeOf(ended, changed, this.worker.file)
    const last = outcome.dirt.length > 0 || head.limits.freshWorker
    this.#unseen.push({ waiting: head, outcome })
    if (last) {
      this.#close()
      this.#giveBack()
    } else this.#begin()
    if (shared !== undefined || last) this.#settle(changed, !last)
    this.#told.changed()
  }

  /** @param why What may have come to the trials behind the first that is unseen. Undefined: nothing. */
  #settle(why: string | undefined, reusable: boolean): void {
    for (const [place, { waiting, outcome }] of this.#unseen.entries()) {
      // Who is judged by a process must find it as it was.
      const isSpoilt = why !== undefined && (place > 0 || waiting.order.inPlace !== undefined)
      waiting.resolve({ ...outcome, reusable, ...(isSpoilt && { disturbed: why }) })
    }
    this.#unseen = []
  }

  #giveBack(): void {
    const rest = this.#asked
    this.#asked = []
    if (rest.length > 0) this.#told.unbegun(rest)
  }

  #close(): void {
    this.closed = true
    this.#asks?.close()
    clearTimeout(this.#long)
    this.#watch.close()
  }

  /** The process is gone. */
  #die(why: Cut): void {
    if (this.closed) return
    this.#close()
    const head = this.#asked.shift()
    this.#giveBack()
    const before = { alone: this.#done === 0, unseen: this.#unseen.length > 0 }
    this.#settle('the process died before it was looked at', false)
    if (head) this.#loseHead(head, why, before)
    this.#told.changed()
  }

  #loseHead(head: Waiting, why: Cut, before: Omit<Before, 'begun'>): void {
    const wallMs = this.#ready ? performance.now() - this.#startedAt : 0
    const trace = this.#traces.rest(head.order)
    // The agent comes behind the first line: nothing so far was its doing. Code of its own scenario may run before that.
    const written = trace.length > 0 && (before.alone || this.#traces.isOf(head.order, trace))
    const begun = written || this.#underWay?.waits === false
    const cut: Cut =
      begun || why.how === 'lost'
        ? blamed(why, this.#underWay)
        : { how: 'lost', detail: `the trial had not begun: ${why.detail}` }
    const inTheWay = spoiltBy(why.how, { begun, ...before })
    head.resolve({ cut, reusable: false, dirt: [why.detail], wallMs, trace, ...inTheWay })
  }
}

/** What a process says of a trial that it ended itself. Whether it may go on is not known yet. */
function outcomeOf(ended: Ended, changed: string | undefined, file: string): Outcome & { dirt: string[] } {
  const { dirt, heavy, disturbed, changes, wallMs, trace, judged } = ended
  return {
    reusable: false,
    ...(heavy !== undefined && { heavy }),
    dirt: [
      ...dirt,
      ...(heavy === undefined ? [] : [heavy]),
      ...(changed ? [changed] : []),
      ...(disturbed ? [disturbed] : []),
    ],
    wallMs,
    changes,
    trace: { file, ...trace },
    ...(disturbed && { disturbed }),
    ...(judged !== undefined && { judged }),
  }
}

/** What goes wrong in code of the scenario's own is not the agent's doing. While it only waits, the agent may be what runs on. */
function blamed(why: Cut, code: UnderWay | undefined): Cut {
  if (!code || (code.waits && why.how !== 'deadline')) return why
  return { how: 'lost', detail: `in ${code.where}: ${why.detail}` }
}

/** What ran before a trial in its process. */
interface Before {
  begun: boolean
  alone: boolean
  /** Was what trials share not looked at since the one before? */
  unseen: boolean
}

/**
 * What others may have to do with the end of a trial. What earlier trials of the process kept in memory is not held against
 * it, nor what they may have changed; one that had not begun met the end of its process as it waited.
 */
function spoiltBy(how: Cut['how'], { begun, alone, unseen }: Before): Pick<Outcome, 'disturbed'> {
  if (!begun) return { disturbed: alone ? 'its process ended before it' : 'an earlier trial was in its way' }
  if (unseen) return { disturbed: 'an earlier trial may have changed the process' }
  return how === 'memory-limit' && !alone ? { disturbed: 'earlier trials had their share of the memory' } : {}
}

/** A trial that never began. */
export function lost(detail: string): Outcome {
  const trace = { file: '', offset: 0, length: 0 }
  return { cut: { how: 'lost', detail }, reusable: false, dirt: [detail], wallMs: 0, trace }
}
