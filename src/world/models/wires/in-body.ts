import type { Json } from '../../../kernel/json.ts'
import { type Place, type Wire, WireError, type Written } from './define.ts'
import { fieldsOf } from './fields.ts'
import { type ServerSentEvent, serverSentEvents } from './server-sent-events.ts'

// What the wires of OpenAI and Anthropic have in common: one path for an operation, and all else in the body of a POST.

/** @param places By path. */
export function postAt(places: Readonly<Record<string, Place>>): Wire['find'] {
  return (method, { pathname }) => (method === 'POST' && Object.hasOwn(places, pathname) ? places[pathname] : undefined)
}

export function modelInBody(request: Json): string | undefined {
  const { model } = fieldsOf(request)
  return typeof model === 'string' ? model : undefined
}

/** More tokens than any model says at once: a larger number is no count that anybody would accept. */
const MOST_TOKENS = 2 ** 31 - 1

/** The first of some members that says how many; one that is no count of tokens says nothing. */
export function maximumIn(...names: string[]): Wire['maxOutputTokens'] {
  return (request) => {
    const [, max] = maximumOf(request, names) ?? []
    return isCount(max) ? max : undefined
  }
}

/**
 * @param words How the provider says that a maximum is no count of tokens.
 * @throws {WireError} it is none.
 */
export function checkMaximum(
  request: Json,
  names: readonly string[],
  words: (name: string, given: Json) => string,
): void {
  const [name, max] = maximumOf(request, names) ?? []
  if (name !== undefined && max !== undefined && !isCount(max)) throw new WireError(words(name, max), name)
}

function maximumOf(request: Json, names: readonly string[]): [name: string, max: Json] | undefined {
  const fields = fieldsOf(request)
  return names.flatMap((name): [string, Json][] => {
    const max = fields[name]
    return max === undefined || max === null ? [] : [[name, max]]
  })[0]
}

function isCount(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= MOST_TOKENS
}

/** How many answers a member asks for; what is no number above one asks for one. */
export function answersOf(count: Json | undefined): number {
  return typeof count === 'number' && count > 1 ? Math.ceil(count) : 1
}

/** A stream of events, where the body asks for one. */
export function streamIfAsked(request: Json, events: () => Iterable<ServerSentEvent>): Pick<Written, 'stream'> {
  if (fieldsOf(request).stream !== true) return {}
  return { stream: { contentType: 'text/event-stream', pieces: serverSentEvents(events()) } }
}

/** All that a conversation begins with, the first words of its user included. */
export function openingOf(before: readonly (Json | undefined)[], said: Json | undefined): Json {
  return [...before.map((each) => each ?? null), (Array.isArray(said) ? upToUser(said) : said) ?? null]
}

function upToUser(said: readonly Json[]): Json[] {
  const at = said.findIndex((each) => fieldsOf(each).role === 'user')
  return said.slice(0, at < 0 ? 1 : at + 1)
}
