import { messageOf } from '../../kernel/errors.ts'
import { residentBytes } from '../../kernel/memory.ts'
import type { Limits } from '../../scenario/define.ts'
import type { TrialOrder } from '../../stage/order.ts'
import type { Outcome } from '../../stage/outcome.ts'
import type { EndedHow } from '../../trace/events/trial-ended.ts'
import { ownEnd } from './own-end.ts'
import { ownTraces } from './own-traces.ts'
import type { Ended, FromWorker } from './protocol.ts'
import { RAW_OUTPUT_LIMIT, watchRawOutput } from './raw-output.ts'
import { START_LIMIT_MS, type WorkerProcess } from './worker-process.ts'

/** A trial that waits for its outcome. */
export interface Waiting {
  order: TrialOrder
  limits: Limits
  /** Told of something urgent, as the worker's text has it. */
  urgent?: ((text: string) => void) | undefined
  resolve(outcome: Outcome): void
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
const MEMORY_POLL_MS = 100
/** A trial that takes longer, in ms, gives those behind it back: another process may be idle. */
const LONG_MS = 100

export function openLine(worker: WorkerProcess, told: Told): Line {
  const { child } = worker
  /** Asked for and not over: the first is under way. */
  let asked: Waiting[] = []
  /** Over, but what trials share was not looked at since. */
  let unseen: { waiting: Waiting; outcome: Outcome }[] = []
  let pace: number | undefined
  let [ready, closed, done] = [false, false, 0]
  const traces = ownTraces(worker)
  let cut: Outcome['cut']
  let startedAt = 0
  let deadline: NodeJS.Timeout | undefined
  let long: NodeJS.Timeout | undefined

  const end = (how: EndedHow, detail: string) => {
    cut ??= { how, detail }
    child.kill('SIGKILL')
  }
  const endWithin = (ms: number, how: EndedHow, detail: string) => {
    clearTimeout(deadline)
    deadline = setTimeout(() => end(how, detail), ms)
  }
  const raw = watchRawOutput(child, () => end('output-limit', `more than ${RAW_OUTPUT_LIMIT} bytes past the capture`))
  const memory = setInterval(() => {
    const [head] = asked
    const bytes = head ? (child.pid !== undefined && residentBytes(child.pid)) || 0 : 0
    const most = head?.limits.maxMemoryBytes ?? 0
    if (bytes > most) end('memory-limit', `${megabytes(bytes)} MB of ${megabytes(most)} MB`)
  }, MEMORY_POLL_MS)

  /** The first that was asked for is under way from here on. */
  const begin = () => {
    clearTimeout(deadline)
    clearTimeout(long)
    const [head] = asked
    if (!head || !ready) return
    startedAt = performance.now()
    const { deadlineMs } = head.limits
    endWithin(deadlineMs, 'deadline', `still running after ${deadlineMs} ms`)
    if (asked.length > 1) watchLong()
  }
  const watchLong = () => {
    clearTimeout(long)
    long = setTimeout(() => worker.send({ type: 'recall' }), LONG_MS)
  }
  const close = () => {
    closed = true
    clearTimeout(deadline)
    clearTimeout(long)
    clearInterval(memory)
  }
  /** @param why What may have come to the trials behind the first that is unseen. Undefined: nothing. */
  const settle = (why: string | undefined, reusable: boolean) => {
    for (const [place, { waiting, outcome }] of unseen.entries()) {
      waiting.resolve({ ...outcome, reusable, ...(why !== undefined && place > 0 && { disturbed: why }) })
    }
    unseen = []
  }
  const giveBack = () => {
    const rest = asked
    asked = []
    if (rest.length > 0) told.unbegun(rest)
  }
  const over = (head: Waiting, { dirt, disturbed, shared, changes, wallMs, trace }: Ended) => {
    asked.shift()
    traces.passed(trace)
    done++
    raw.reset()
    pace = pace === undefined ? wallMs : pace * 0.7 + wallMs * 0.3
    const changed = typeof shared === 'object' ? shared.changed : undefined
    const why = [...dirt, ...(changed ? [changed] : []), ...(disturbed ? [disturbed] : [])]
    const last = why.length > 0 || head.limits.freshWorker
    unseen.push({
      waiting: head,
      outcome: {
        reusable: false,
        dirt: why,
        wallMs,
        changes,
        trace: { file: worker.file, ...trace },
        ...(disturbed && { disturbed }),
      },
    })
    if (last) {
      close()
      giveBack()
    } else begin()
    if (shared !== undefined || last) settle(changed, !last)
    told.changed()
  }
  worker.hear = (message: FromWorker) => {
    const [head] = asked
    if (message.type === 'recalled') return recalled(message.nonces)
    if (!head || cut || !('nonce' in message) || message.nonce !== head.order.nonce) return
    if (message.type === 'loading')
      endWithin(START_LIMIT_MS, 'lost', `the agent did not start within ${START_LIMIT_MS} ms`)
    if (message.type === 'agent-started') begin()
    if (message.type === 'urgent') head.urgent?.(message.text)
    if (message.type === 'stopping') endWithin(STOP_LIMIT_MS, 'lost', 'the trial was stopped and did not end')
    if (message.type === 'failed') end('lost', message.why)
    if (message.type === 'ended') over(head, message)
  }
  /** The process tells which it will not begin, and begins none of them: an agent does not know their nonces. */
  const recalled = (nonces: string[]) => {
    const back = asked.filter(({ order }, place) => place > 0 && nonces.includes(order.nonce))
    if (back.length === 0) return
    asked = asked.filter((one) => !back.includes(one))
    pace = Math.max(pace ?? 0, LONG_MS)
    told.unbegun(back)
  }
  const send = (order: TrialOrder) => {
    try {
      worker.send({ type: 'trial', order, file: traces.keep(order) })
    } catch (thrown) {
      end('lost', messageOf(thrown))
    }
  }
  /** The process is gone. */
  const die = (why: { how: EndedHow; detail: string }) => {
    if (closed) return
    close()
    const head = asked.shift()
    giveBack()
    settle('the process died before it was looked at', false)
    const wallMs = ready && head ? performance.now() - startedAt : 0
    const trace = head ? traces.rest(head.order) : lost('').trace
    // The agent comes behind the first line: nothing so far was its doing.
    const begun = trace.length > 0
    const ending =
      begun || why.how === 'lost' ? why : { how: 'lost' as const, detail: `the trial had not begun: ${why.detail}` }
    const inTheWay = done > 0 ? spoiltBy(why.how, begun) : {}
    head?.resolve({ cut: ending, reusable: false, dirt: [why.detail], wallMs, trace, ...inTheWay })
    told.changed()
  }
  worker.ready.then(
    () => {
      ready = true
      for (const { order } of asked) send(order)
      begin()
    },
    (thrown: unknown) => die({ how: 'lost', detail: messageOf(thrown) }),
  )
  child.once('exit', (code, signal) => {
    if (ready) die(cut ?? ownEnd(code, signal, raw.tail()))
  })
  return {
    worker,
    get length() {
      return asked.length
    },
    get pace() {
      return pace
    },
    get closed() {
      return closed
    },
    add: (waiting) => {
      asked.push(waiting)
      if (!ready) return
      send(waiting.order)
      if (asked.length === 1) begin()
      else if (asked.length === 2) watchLong()
    },
  }
}

/** What earlier trials of the process may have to do with the end of one. What they kept in memory is not held against it. */
function spoiltBy(how: EndedHow, begun: boolean): Pick<Outcome, 'disturbed'> {
  if (!begun) return { disturbed: 'an earlier trial was in its way' }
  return how === 'memory-limit' ? { disturbed: 'earlier trials had their share of the memory' } : {}
}

/** A trial that never began. */
export function lost(detail: string): Outcome {
  const trace = { file: '', offset: 0, length: 0 }
  return { cut: { how: 'lost', detail }, reusable: false, dirt: [detail], wallMs: 0, trace }
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024)
}
