import { digest, type Json } from '../kernel/json.ts'
import type { CallRecord } from '../trace/events/call.ts'
import type { Asking, Channels } from './channel-traits.ts'
import { type Likeness, likenessOf, outranks } from './likeness.ts'
import type { AskedTool } from './spoken.ts'

/** What a call says that may tell who asked for it. */
export type Deed = Pick<CallRecord, 'channel' | 'target' | 'input'> & {
  /** The id that a model gave its request, where whoever runs the tool hands it on. */
  toolCallId?: string
}

/** Which model call asked for something. `inferred`: by the order of things alone. */
export type Cause = Pick<CallRecord, 'cause' | 'inferred'>

/** One model call on its way. */
export interface ModelTurn {
  /** The client gets its answer, which asks for these tools; its own request brought the results of those. */
  heard(call: string, asked: readonly AskedTool[], answered: readonly AskedTool[]): void
  /** Its answer is on its way. @param soFar What it asks for, as far as the client has got it. */
  hearing(call: string, soFar: () => readonly AskedTool[]): void
  /** The answer broke off on its way. */
  lost(call: string): void
  end(): void
}

/**
 * Which model call asked for what an agent does. What was asked for is open until its result is sent back to the model, and a
 * call belongs to the open request whose id it carries, or else whose arguments it holds the most of. Requests of two turns
 * that fit alike tell nothing, and no cause is told. Where none fits, the only turn that has open requests is the likely one,
 * and without any the last turn, as long as there is one conversation: such a cause is marked as inferred.
 */
export interface Turns {
  causeOf(deed: Deed): Cause
  /** `opening`: what all requests of its conversation begin with, where that is known. */
  begin(opening: Json | undefined): ModelTurn
}

/** A tool that a turn asked for, and whose result no model has seen yet. */
interface Open extends AskedTool {
  turn: string
  /** A call was told to be of it. */
  used: boolean
}

/** @param channels What they say of their calls. */
export function watchTurns(channels: Channels): Turns {
  const conversations = new Set<string>()
  /** By turn, what has arrived of its answer. */
  const arriving = new Map<string, () => readonly AskedTool[]>()
  let open: Open[] = []
  let underWay = 0
  let several = false
  let last: string | undefined
  /** What a turn asks for, in place of what was known of it. */
  const know = (turn: string, asked: readonly AskedTool[]) => {
    const known = open.filter((one) => one.turn === turn)
    const now = asked.map((one, at) => ({ ...one, turn, used: known[at]?.used ?? false }))
    open = [...open.filter((one) => one.turn !== turn), ...now]
    last = turn
  }
  return {
    causeOf: (deed) => {
      for (const [turn, soFar] of arriving) know(turn, soFar())
      const { asking } = channels[deed.channel]
      const named = open.filter(({ id }) => id !== undefined && carries(deed, id, asking))
      const fitting = named.length > 0 ? named : fittest(deed, open, asking)
      if (fitting.length > 0) return byContent(fitting)
      const turns = new Set(open.map(({ turn }) => turn))
      if (turns.size > 1) return {}
      const [only = several ? undefined : last] = turns
      return only === undefined ? {} : { cause: only, inferred: true }
    },
    begin: (opening) => {
      if (opening !== undefined) conversations.add(digest(opening))
      several ||= underWay > 0 || conversations.size > 1
      underWay++
      return {
        heard: (turn, asked, answered) => {
          for (const one of answered) open = without(open, one)
          arriving.delete(turn)
          know(turn, asked)
        },
        hearing: (turn, soFar) => void arriving.set(turn, soFar),
        lost: (turn) => {
          arriving.delete(turn)
          open = open.filter((one) => one.turn !== turn)
        },
        end: () => void underWay--,
      }
    },
  }
}

/** Of what fits alike, one turn's; where two turns asked for the same, the one of which nothing was run yet is the likely one. */
function byContent(fitting: readonly Open[]): Cause {
  const [first, ...more] = fitting
  const sure = first && more.every(({ turn }) => turn === first.turn)
  const [fresh, ...others] = sure ? fitting : fitting.filter(({ used }) => !used)
  if (!fresh) return sure ? { cause: first.turn } : {}
  if (others.some(({ turn }) => turn !== fresh.turn)) return {}
  fresh.used = true
  return sure ? { cause: fresh.turn } : { cause: fresh.turn, inferred: true }
}

function fittest(deed: Deed, open: readonly Open[], asking: Asking | undefined): Open[] {
  let best: Likeness | undefined
  let found: Open[] = []
  for (const one of open) {
    const likeness = likenessOf(deed, one, asking)
    if (!likeness || outranks(best, likeness)) continue
    found = outranks(likeness, best) ? [one] : [...found, one]
    best = likeness
  }
  return found
}

/** Is the id of a request in a call: handed on by who runs the tool, or wherever its channel may carry one? */
function carries({ toolCallId, input }: Deed, id: string, { idsIn }: Asking = {}): boolean {
  if (toolCallId !== undefined) return toolCallId === id
  return idsIn?.(input).some((part) => isObject(part) && Object.values(part).includes(id)) ?? false
}

function isObject(value: Json | undefined): value is { [member: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** Without the request that has its result: by its id, and where a wire carries none by what was asked. */
function without(open: readonly Open[], { id, name, input }: AskedTool): Open[] {
  const same = (one: Open) => one.name === name && digest(one.input) === digest(input)
  const found = open.find((one) => one.id === id && same(one)) ?? open.find((one) => one.id === id) ?? open.find(same)
  return open.filter((one) => one !== found)
}
