import { fieldOf } from '../../kernel/field.ts'
import { canonical, type Json } from '../../kernel/json.ts'
import { containsJson } from '../../kernel/match-json.ts'
import { fitsAny } from '../../kernel/pattern.ts'
import { isBounded, wholeInput } from '../../trace/bounded.ts'
import { inputThatRan, namesOf } from '../../trace/deed.ts'
import type { CallRecord } from '../../trace/events/call.ts'
import { type CallStory, seenOutput } from '../../trace/evidence.ts'
import type { Ask } from './params.ts'

/** What the agent's own people said, as the agent was told. */
export interface OwnWord {
  ask: Ask
  story: CallStory
  said: 'yes' | 'no'
  /** Where in the trace the agent learnt of it, and when, in ms since 1970. */
  seq: number
  at: number
}

/** Is it by this call that the agent asks its own people? It needs no approval itself. */
export function isQuestion({ target }: Pick<CallRecord, 'target'>, asks: readonly Ask[]): boolean {
  return asks.some(({ on }) => fitsAny(on, target))
}

/** Every answer that reached the agent, in the order in which they did. A yes that is looked up twice is one. */
export function ownWords(calls: readonly CallStory[], asks: readonly Ask[]): OwnWord[] {
  const known = new Set<string>()
  return asks
    .flatMap((ask) => calls.flatMap((story) => (fitsAny(ask.on, story.call.target) ? wordOf(story, ask) : [])))
    .sort((a, b) => a.seq - b.seq)
    .filter(({ ask, story, said }) => {
      if (ask.once === undefined || said === 'no') return true
      const one = canonical([asks.indexOf(ask), valueAt(ask.once, story) ?? null])
      return !known.has(one) && known.add(one)
    })
}

/**
 * An answer is a yes where it reads as one, and a no otherwise: what is neither is no yes. Where none arrived nothing was
 * said.
 */
function wordOf(story: CallStory, ask: Ask): OwnWord[] {
  const { delivered, executed } = story
  if (!delivered) return []
  const { seq, at } = delivered
  if (delivered.outcome === 'ok') return [{ ask, story, said: reads(story, ask) ? 'yes' : 'no', seq, at }]
  const refused = delivered.outcome === 'error' && executed?.outcome === 'error'
  return refused ? [{ ask, story, said: 'no', seq, at }] : []
}

function reads(story: CallStory, { yes }: Ask): boolean {
  return containsJson(wholeReply(story), yes)
}

/** Is the answer about this action? Every argument that binds has the same value in both. */
export function isAbout({ ask, story: question }: OwnWord, action: CallStory): boolean {
  if (ask.to !== undefined && !namesOf(action.call, action.effects).some((name) => fitsAny(ask.to ?? [], name))) {
    return false
  }
  const input = wholeInput({ ...action.call, input: inputThatRan(action) })
  return Object.entries(ask.for).every(([ofAction, ofQuestion]) =>
    isSame(fieldOf(input, ofAction), valueAt(ofQuestion, question)),
  )
}

const REPLY = 'reply.'

/** What stands at a path in the input of a question, or in its reply. */
function valueAt(path: string, story: CallStory): Json | undefined {
  return path.startsWith(REPLY)
    ? fieldOf(wholeReply(story), path.slice(REPLY.length))
    : fieldOf(wholeInput(story.call), path)
}

/** Paths and queries hold texts: '500' there is 500 elsewhere. What is missing equals nothing. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
  if (one === undefined || other === undefined) return false
  if (typeof one === 'number' || typeof other === 'number') return String(one) === String(other)
  return canonical(one) === canonical(other)
}

/** @throws {Error} it is kept in part only: nobody can tell how it reads. */
function wholeReply(story: CallStory): Json {
  const reply = seenOutput(story) ?? null
  if (!isBounded(reply)) return reply
  const { id, target } = story.call
  throw new Error(
    `nobody can tell how the answer to ${id} (${target.slice(0, 100)}) reads: of ${reply.bytes} bytes the trace keeps the beginning`,
  )
}
