import type { Says, Seen } from './stand-in.ts'

/** What a provider's model says in one answer, whatever the wire. */
export interface Answer {
  /** What it thinks before it speaks. */
  thought?: string
  text?: string
  calls?: { name: string; args: object }[]
  usage: Counted
}

/** As all providers count, each under names of its own. */
export interface Counted {
  /** All of the request, `cached` and `written` included. */
  input: number
  /** Read from a cache, and written to it. */
  cached: number
  written: number
  /** All of the answer, `thought` included. */
  output: number
  thought: number
}

/** How a provider's API writes an answer: its path, and what comes back. */
export interface Api {
  /** Is it asked for here? */
  at(path: string): boolean
  /** Does the request bring results of tools? */
  hasResults(seen: Seen): boolean
  answer(seen: Seen, answer: Answer): Says
  /** Its words for what is wrong with a request: it refers to what it never said, or comes without what it signed. */
  wrong(seen: Seen, said: readonly string[]): string | undefined
}

let ids = 0
/** As long as those of the providers, and never the same. */
export function newId(prefix: string): string {
  return `${prefix}_${(++ids).toString(36).padStart(3, '0')}${Math.random().toString(36).slice(2).padEnd(20, 'Q')}`
}

/** Pieces of a text, as a model says it. */
export function words(text: string): string[] {
  return text.match(/.{1,7}/gsu) ?? []
}

export function whole(body: object, headers: Record<string, string> = {}): Says {
  return {
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    pieces: [{ afterMs: 5, text: JSON.stringify(body, null, 2) }],
  }
}

/** Events as they come over a network: cut wherever it likes. */
export function streamed(text: string, headers: Record<string, string> = {}): Says {
  const pieces = text.match(/.{1,613}/gsu) ?? []
  return {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache', ...headers },
    pieces: pieces.map((text, at) => ({ afterMs: at === 0 ? 8 : 1, text })),
  }
}
