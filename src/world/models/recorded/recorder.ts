import type { Json } from '../../../kernel/json.ts'
import type { AnswerHead, ModelRequest, Piece } from '../exchange.ts'
import { type CanonicalRequest, canonicalRequest } from './canonical.ts'
import { type Cassette, type Exchange, keptPiece, writeCassette } from './cassette.ts'
import { openReplay } from './replay.ts'

/** Writes down what a provider answers in one trial. */
export interface Recording {
  /** A request, and what comes of it. One that is not finished is left out: only whole answers are kept. */
  begin(request: ModelRequest): { finish(head: AnswerHead, pieces: readonly Piece[]): void }
  /** @throws {Error} of node:fs, or what is written could not be replayed. */
  save(path: string): void
  readonly length: number
}

/** @param redact Hides every secret that is known, and what looks like one. */
export function openRecording(
  about: Pick<Cassette, 'trial' | 'of' | 'definition'>,
  startsAt: number,
  redact: (text: string) => string,
): Recording {
  const begun: { request: ModelRequest; canonical: CanonicalRequest; exchange?: Exchange }[] = []
  const exchanges = () => begun.flatMap(({ exchange }) => exchange ?? [])
  return {
    get length() {
      return exchanges().length
    },
    begin: (request) => {
      const canonical = canonicalRequest(request, redact)
      const one: (typeof begun)[number] = { request, canonical }
      begun.push(one)
      return {
        finish: (head, pieces) => {
          one.exchange = exchangeOf(request.model, canonical, head, pieces, redact)
        },
      }
    },
    save: (path) => {
      const cassette: Cassette = {
        format: 'mettle-cassette',
        version: 1,
        ...about,
        recordedAt: new Date().toISOString(),
        startsAt,
        exchanges: exchanges(),
      }
      checkReplays(cassette, begun, redact)
      checkHidden(JSON.stringify(cassette), redact)
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
    ...{ key, exactKey, model, request: exact as Json, status },
    headers: headers.map(([name, value]) => [name, redact(value)]),
    pieces: pieces.map((piece) => keptPiece(piece, redact)),
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
