import { canonical, type Json } from '../kernel/json.ts'
import { boundText } from '../trace/bounded.ts'
import type { DeliveredEvent } from '../trace/events/delivered.ts'
import type { ChangedTurn, Turn } from '../trace/turn.ts'
import type { Spoken } from './spoken.ts'
import { type HttpOutput, isWhole, WholeBody } from './wire.ts'

/** A turn that a fault put in place of the model's own, and the text of its answer. */
export interface Retold {
  turn: ChangedTurn
  /** What crosses if nothing else is done to it. Of a stream, what has been read of it. */
  said(): Json
}

/** Of a call on its way: what was put in the place of its turn, and what the model gave. */
export interface Telling {
  retold?: Retold[]
  output?: { given: Json }
}

/** The same, with a note of each turn that is put in its place: what crosses is looked at for it. */
export function noting(call: Telling, spoken: Spoken): Spoken {
  return {
    ...spoken,
    say: (turn) => {
      const output = spoken.say(turn)
      const { body, said } = listened(output.body)
      const changes = changesOf(spoken.carried(spoken.turn), spoken.carried(turn))
      call.retold = [...(call.retold ?? []), { turn: changes, said }]
      return { ...output, body }
    },
  }
}

/** A body that tells what has been read of it. */
function listened(body: HttpOutput['body']): { body: HttpOutput['body']; said(): Json } {
  if (isWhole(body)) return { body, said: () => body.json }
  const read: Uint8Array[] = []
  const listening = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece, controller) => {
      read.push(piece)
      controller.enqueue(piece)
    },
  })
  return { body: body.pipeThrough(listening), said: () => new WholeBody(Buffer.concat(read)).json }
}

function changesOf(from: Turn, to: Turn): ChangedTurn {
  const members = new Set([...Object.keys(from), ...Object.keys(to)] as (keyof Turn)[])
  const changed = [...members].filter((name) => canonical(from[name] ?? null) !== canonical(to[name] ?? null))
  return Object.fromEntries(changed.map((name) => [name, to[name] ?? null]))
}

/**
 * The last of the turns put in the model's place that is what crossed, or of which a part did. Undefined where what crossed
 * does not differ from what the model said.
 */
export function retoldIn(
  { retold, output }: Telling,
  given: Json | undefined,
): Pick<DeliveredEvent, 'turn' | 'turnCut'> | undefined {
  // First what most calls end with: to compare what crossed with what was given would be two canonical texts.
  if (!retold || given === undefined || begins(output?.given, given)) return undefined
  const found = retold.findLast(({ said }) => begins(said(), given))
  return found && { turn: found.turn, ...(isLonger(found.said(), given) && { turnCut: true }) }
}

function isLonger(whole: Json, beginning: Json): boolean {
  return typeof whole === 'string' && typeof beginning === 'string' && whole.length > beginning.length
}

/** Is a text, or anything else, what another one begins with? Of a text that was too long to be kept, that it is the same. */
function begins(whole: Json | undefined, beginning: Json): boolean {
  if (whole === undefined) return false
  if (typeof whole === 'string' && typeof beginning === 'string') return whole.startsWith(beginning)
  const kept = typeof whole === 'string' ? (boundText(whole) ?? whole) : whole
  return canonical(kept) === canonical(beginning)
}
