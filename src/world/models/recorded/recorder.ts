import type { Json } from '../../../kernel/json.ts'
import type { AnswerHead, ModelRequest, Piece } from '../exchange.ts'
import { type CanonicalRequest, canonicalRequest } from './canonical.ts'
import { type Cassette, type Exchange, keptPieces, writeCassette } from './cassette.ts'
import { openReplay } from './replay.ts'

/** Writes down what a provider answers in one trial. */
export interface Recording {
  /** A request, and what comes of it. */
  begin(request: ModelRequest): { finish(head: AnswerHead, pieces: readonly Piece[]): void }
  /** @throws {Error} of node:fs, or what is written could not be replayed. */
  save(path: string): void
  /** How many requests there were. */
  readonly asked: number
}

/** What hides secrets. */
export interface Hiding {
  /** All that are known, and what looks like one: from what is written. */
  written(text: string): string
  /** Those that are hidden where it is replayed as well: from what is compared. The keys are not known there. */
  compared(text: string): string
}

/** @param hide For what is written, and for what is compared. */
export function openRecording(
  about: Pick<Cassette, 'trial' | 'of' | 'definition'>,
  startsAt: number,
  hide: Hiding,
): Recording {
  const begun: { request: ModelRequest; canonical: CanonicalRequest; exchange?: Exchange }[] = []
  const exchanges = () => begun.flatMap(({ exchange }) => exchange ?? [])
  return {
    get asked() {
      return begun.length
    },
    begin: (request) => {
      const canonical = canonicalRequest(request, hide.compared)
      const one: (typeof begun)[number] = { request, canonical }
      begun.push(one)
      return {
        finish: (head, pieces) => {
          one.exchange = exchangeOf(request.model, canonical, head, pieces, hide.written)
        },
      }
    },
    save: (path) => {
      const open = begun.findIndex(({ exchange }) => !exchange)
      // Replayed, the agent would ask for it, and get the answer to another one or none.
      if (open >= 0) throw new Error(`request ${open + 1} of ${begun.length} was not answered to its end`)
      const cassette: Cassette = {
        format: 'mettle-cassette',
        version: 1,
        ...about,
        recordedAt: new Date().toISOString(),
        startsAt,
        exchanges: exchanges(),
      }
      checkReplays(cassette, begun, hide.compared)
      checkHidden(JSON.stringify(cassette), hide.written)
      writeCassette(path, cassette)
    },
  }
}

function exchangeOf(
  model: string,
  { key, exactKey, exact }: CanonicalRequest,
  { status, headers }: AnswerHead,
  pieces: readonly Piece[],
  redact: (text: string) => string,
): Exchange {
  return {
    ...{ key, exactKey, model, request: JSON.parse(redact(JSON.stringify(exact))) as Json, status },
    headers: headers.map(([name, value]) => [name, redact(value)]),
    pieces: keptPieces(pieces, redact),
    end: 'done',
  }
}

/** What is recorded finds itself. */
function checkReplays(
  cassette: Cassette,
  begun: readonly { request: ModelRequest; exchange?: Exchange }[],
  redact: (text: string) => string,
): void {
  const replay = openReplay(cassette, redact)
  for (const { request, exchange } of begun) {
    if (exchange && replay.take(request).exactKey !== exchange.exactKey)
      throw new Error('a request does not find its own answer again')
  }
}

/** @throws {Error} a secret would be written all the same. */
function checkHidden(text: string, redact: (text: string) => string): void {
  if (redact(text) !== text) throw new Error('a secret stands in it in a way that cannot be hidden')
}
