// A trial in a process of its own that is killed, without warning, at one point of one of its calls.
import { appendFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { executing } from '../../src/boundary/current.ts'
import type { SeatedGuard } from '../../src/boundary/decision.ts'
import { createSeam, type Door } from '../../src/boundary/seam.ts'
import { channels } from '../../src/channels/index.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { proposalOf } from '../../src/testing/guard-stage.ts'
import { openRecorder } from '../../src/trace/recorder.ts'
import { openTraceFile, type TraceFile } from '../../src/trace/trace-file.ts'

/** Where the process ends: a person is asked, has answered, a statement has left it, the world is done, the client has its reply. */
export type Point = 'asked' | 'answered' | 'sent' | 'executed' | 'seen'

export interface Killed {
  trace: string
  nonce: string
  /** What somebody outside knows of each call, a line each: 'sent c1'. */
  outside: string
  at: Point
  /** In which call. */
  call: number
  /** How the trace is written. Controls: lines are held back until a reply is delivered; nothing is flushed on request. */
  writes: 'as-they-are' | 'held-back' | 'unasked'
}

const { trace, nonce, outside, at, call, writes } = JSON.parse(process.argv[2] ?? '') as Killed

const know = (point: Point, id: string) => {
  appendFileSync(outside, `${point} ${id}\n`)
  if (point === at && id === `c${call}`) process.kill(process.pid, 'SIGKILL')
}

function heldBack(file: TraceFile): TraceFile {
  let held = ''
  const append = (text: string) => {
    held += text
    if (!text.includes('"delivered"')) return
    file.append(held)
    held = ''
  }
  return { ...file, append }
}

const opened = openTraceFile(dirname(trace), basename(trace))
const clock = manualClock()
const file = writes === 'held-back' ? heldBack(opened) : opened
const recorder = openRecorder({ file, clock, redact: (text) => text, nonce })

const door: Door<string> = {
  execute: async ({ id }) => {
    const told = executing.getStore()
    told?.leaving?.()
    know('sent', id)
    told?.effect({ collection: 'desk.notes', op: 'create', id, after: { text: id } })
    return { kind: 'ok', output: { content: id } }
  },
  read: () => null,
  render: () => ({ seen: { outcome: 'ok' }, give: () => 'given' }),
}

/** Has a person asked about every second call. */
const guard: SeatedGuard = {
  name: 'asks',
  mode: 'enforce',
  decide: ({ id }) =>
    Number(id.slice(1)) % 2 === 0
      ? {
          kind: 'hold',
          reason: 'even',
          timeoutMs: 1_000,
          resolve: () => {
            know('answered', id)
            return { kind: 'allow', reason: 'a person said yes' }
          },
        }
      : { kind: 'allow', reason: 'odd' },
}

const seam = createSeam({
  channels,
  guards: [guard],
  injector: { draw: () => [] },
  approver: {
    ask: async ({ call: id }) => {
      know('asked', id)
      return { kind: 'approved', by: 'somebody' }
    },
  },
  clock,
  signal: new AbortController().signal,
  maxCalls: 100,
  turn: async ({ id }) => know('executed', id),
  write: (event) => void recorder.write(event),
  ...(writes !== 'unasked' && { flush: recorder.flush }),
  stop: () => {},
})

for (let place = 1; place <= 4; place++) {
  await seam.cross(proposalOf(), door)
  know('seen', `c${place}`)
}
