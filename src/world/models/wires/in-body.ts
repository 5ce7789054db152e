import type { Json } from '../../../kernel/json.ts'
import type { Place, Wire, Written } from './define.ts'
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

/** The first of some members that says how many; one that is no positive number says nothing. */
export function maximumIn(...names: string[]): Wire['maxOutputTokens'] {
  return (request) => {
    const fields = fieldsOf(request)
    const max = names.map((name) => fields[name]).find((value) => value !== undefined && value !== null)
    return typeof max === 'number' && max > 0 ? max : undefined
  }
}

/** A stream of events, where the body asks for one. */
export function streamIfAsked(request: Json, events: () => Iterable<ServerSentEvent>): Pick<Written, 'stream'> {
  if (fieldsOf(request).stream !== true) return {}
  return { stream: { contentType: 'text/event-stream', body: serverSentEvents(events()) } }
}

/** All that a conversation begins with, the first words of its user included. */
export function openingOf(before: readonly (Json | undefined)[], said: Json | undefined): Json {
  return [...before.map((each) => each ?? null), (Array.isArray(said) ? upToUser(said) : said) ?? null]
}

function upToUser(said: readonly Json[]): Json[] {
  const at = said.findIndex((each) => fieldsOf(each).role === 'user')
  return said.slice(0, at < 0 ? 1 : at + 1)
}
