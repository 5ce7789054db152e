import type { Approver } from '../../boundary/approver.ts'
import type { Call } from '../../boundary/call.ts'
import type { SeatedGuard } from '../../boundary/decision.ts'
import type { Reply, ToolOutput } from '../../boundary/reply.ts'
import { createSeam, type Door, type Seam, type SeamParts } from '../../boundary/seam.ts'
import { channels } from '../../channels/index.ts'
import { type ManualClock, manualClock } from '../../kernel/clock.ts'
import type { Json } from '../../kernel/json.ts'
import type { TraceEvent } from '../../trace/event.ts'

/** How a seam is built. Another one than mettle's own shows that a case can fail. */
export type MakeSeam = (parts: SeamParts) => Seam

/** A tool that ran, with what it was given. */
export interface Invocation {
  name: string
  args: Json
}

interface Standing {
  guards: readonly SeatedGuard[]
  approver?: Approver
  /** What a tool gives back. Default: null. */
  world?(invocation: Invocation): Json
  makeSeam?: MakeSeam
}

/** mettle's seam with guards on it, and tools that note that they ran. */
export interface Stand {
  /** Sends a call of a tool across. Resolves when its client has an answer. */
  call(name: string, args: Json): Promise<void>
  readonly ran: readonly Invocation[]
  /** The trace: what was decided, asked and run, in order. */
  readonly events: readonly TraceEvent[]
  readonly clock: ManualClock
}

const MOST_CALLS = 1_000

export function openStand({ guards, approver, world = () => null, makeSeam = createSeam }: Standing): Stand {
  const clock = manualClock()
  const events: TraceEvent[] = []
  const ran: Invocation[] = []
  const trial = new AbortController()
  const seam = makeSeam({
    ...{ channels, guards, approver, clock, signal: trial.signal, maxCalls: MOST_CALLS },
    injector: { draw: () => [] },
    write: (event) => void events.push(event),
    stop: (how) => trial.abort(new Error(how)),
  })
  const door: Door<Reply> = {
    execute: async ({ target, input }: Call): Promise<Reply<ToolOutput>> => {
      const invocation = { name: target.replace(/^tool /, ''), args: input }
      ran.push(invocation)
      return { kind: 'ok', output: { content: world(invocation) } }
    },
    read: (output) => ('content' in output ? output.content : null),
    render: (reply) => ({ seen: { outcome: reply.kind }, give: () => reply }),
  }
  const call = async (name: string, args: Json) => {
    const what = { channel: 'tool', access: 'write', principal: 'agent', items: 1 } as const
    const proposal = { ...what, target: `tool ${name}`, input: args, signal: new AbortController().signal }
    await seam.cross(proposal, door)
  }
  return { call, ran, events, clock }
}
