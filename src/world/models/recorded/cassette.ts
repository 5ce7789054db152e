import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { messageOf } from '../../../kernel/errors.ts'
import { ownPid } from '../../../kernel/own-pid.ts'
import type { Piece } from '../exchange.ts'

/** The folder beside a scenario in which its cassettes are. */
export const CASSETTES = 'cassettes'

/** The last moment that a date can be, ms since 1970. */
const LATEST = 8.64e15

const pair = z.tuple([z.string(), z.string()])

const pieceSchema = z.strictObject({
  atMs: z.number().min(0).describe('From the request, in ms.'),
  text: z.string().describe('Where it is UTF-8.').optional(),
  base64: z.base64().describe('Where it is none.').optional(),
})

const exchangeSchema = z.strictObject({
  key: z.string().describe('Digest of the request, without what drifts.'),
  exactKey: z.string().describe('Digest of the request as it stands.'),
  model: z.string().describe('As the agent asked for it.'),
  request: z.json().describe('Without what is ignored, secrets hidden.'),
  status: z.int().min(200).max(599),
  headers: z.array(pair),
  pieces: z.array(pieceSchema).describe('The body as it came.'),
  end: z.literal('done').describe('It came to its end: nothing else is kept.'),
})

/** The shape of a cassette. */
export const cassetteSchema = z.strictObject({
  format: z.literal('mettle-cassette'),
  version: z.literal(1),
  trial: z.string().describe('The trial that it was recorded from.'),
  of: z
    .strictObject({
      scenario: z.string(),
      variant: z.string(),
      agent: z.string(),
      model: z.string().nullable().describe('Null where the agent was crossed with none.'),
      repeat: z.int(),
    })
    .describe('What that trial was.'),
  definition: z.string().describe('Digest of what its scenario said then.'),
  recordedAt: z.iso.datetime().describe('ISO 8601.'),
  startsAt: z.int().min(0).max(LATEST).describe("The trial's clock at its start, ms since 1970."),
  exchanges: z.array(exchangeSchema).describe('In the order in which they were asked for.'),
})

export type Cassette = z.output<typeof cassetteSchema>
export type Exchange = Cassette['exchanges'][number]

/** Where the cassette of a trial is. */
export function cassettePath(scenarioFile: string, trial: string): string {
  return join(dirname(scenarioFile), CASSETTES, `${trial}.json`)
}

/** Undefined where there is none. @throws {Error} it cannot be read. */
export function readCassette(path: string): Cassette | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw thrown
  }
  try {
    return cassetteSchema.parse(JSON.parse(text))
  } catch (thrown) {
    const why = thrown instanceof z.ZodError ? z.prettifyError(thrown) : messageOf(thrown)
    throw new Error(`${path} is no cassette that this version reads: ${why}`)
  }
}

const DAY_MS = 86_400_000

/** 'today', '3 days ago'. @param recordedAt ISO 8601. */
export function ageOf(recordedAt: string): string {
  const days = Math.floor((Date.now() - Date.parse(recordedAt)) / DAY_MS)
  return days < 1 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'} ago`
}

/** Whole or not at all. @throws {Error} of node:fs. */
export function writeCassette(path: string, cassette: Cassette): void {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${ownPid}.part`
  writeFileSync(draft, `${JSON.stringify(cassette, null, 2)}\n`)
  renameSync(draft, path)
}

type Kept = Exchange['pieces'][number]

/**
 * Pieces as they are kept: as text where it is some, so that people can read what changed. A character that pieces cut apart
 * stands in the later one, and a secret that they cut apart makes one of all of them.
 * @throws {Error} a secret stands in what is no text.
 */
export function keptPieces(pieces: readonly Piece[], redact: (text: string) => string): Kept[] {
  const texts = textsOf(pieces)
  if (!texts) return bytesOf(pieces, redact)
  const said = texts.map(({ text }) => text).join('')
  const hidden = redact(said)
  if (hidden === said) return texts
  const each = texts.map(({ atMs, text }) => ({ atMs, text: redact(text) }))
  if (each.map(({ text }) => text).join('') === hidden) return each
  return [{ atMs: texts.at(-1)?.atMs ?? 0, text: hidden }]
}

/** Undefined where they are no UTF-8. */
function textsOf(pieces: readonly Piece[]): { atMs: number; text: string }[] | undefined {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    const texts = pieces.map(({ atMs, bytes }) => ({ atMs, text: decoder.decode(bytes, { stream: true }) }))
    decoder.decode()
    return texts.filter(({ text }) => text !== '')
  } catch {
    return undefined
  }
}

function bytesOf(pieces: readonly Piece[], redact: (text: string) => string): Kept[] {
  const said = Buffer.concat(pieces.map(({ bytes }) => bytes)).toString('latin1')
  if (redact(said) !== said) throw new Error('a secret stands in an answer that is no text')
  return pieces.map(({ atMs, bytes }) => ({ atMs, base64: Buffer.from(bytes).toString('base64') }))
}

export function pieceOf({ atMs, text, base64 }: Exchange['pieces'][number]): Piece {
  return { atMs, bytes: text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text) }
}
