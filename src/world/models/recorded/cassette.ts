import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { messageOf } from '../../../kernel/errors.ts'
import type { Piece } from '../exchange.ts'

/** The folder beside a scenario in which its cassettes are. */
export const CASSETTES = 'cassettes'

const pair = z.tuple([z.string(), z.string()])

const pieceSchema = z.strictObject({
  atMs: z.number().min(0).describe('From the request, in ms.'),
  text: z.string().describe('Where it is UTF-8.').optional(),
  base64: z.string().describe('Where it is none.').optional(),
})

const exchangeSchema = z.strictObject({
  key: z.string().describe('Digest of the request, without what drifts.'),
  exactKey: z.string().describe('Digest of the request as it stands.'),
  model: z.string().describe('As the agent asked for it.'),
  request: z.json().describe('Without what is ignored, secrets hidden.'),
  status: z.int(),
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
  recordedAt: z.string().describe('ISO 8601.'),
  startsAt: z.number().describe("The trial's clock at its start, ms since 1970."),
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

/** Whole or not at all. @throws {Error} of node:fs. */
export function writeCassette(path: string, cassette: Cassette): void {
  mkdirSync(dirname(path), { recursive: true })
  const draft = `${path}.${process.pid}.part`
  writeFileSync(draft, `${JSON.stringify(cassette, null, 2)}\n`)
  renameSync(draft, path)
}

/** A piece as it is kept: as text where it is some, so that people can read what changed. */
export function keptPiece({ atMs, bytes }: Piece, redact: (text: string) => string): Exchange['pieces'][number] {
  const text = Buffer.from(bytes).toString('utf8')
  return Buffer.from(text).equals(bytes)
    ? { atMs, text: redact(text) }
    : { atMs, base64: Buffer.from(bytes).toString('base64') }
}

export function pieceOf({ atMs, text, base64 }: Exchange['pieces'][number]): Piece {
  return { atMs, bytes: text === undefined ? Buffer.from(base64 ?? '', 'base64') : Buffer.from(text) }
}
