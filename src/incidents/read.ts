import { createReadStream, readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { isTooDeep, type Json } from '../kernel/json.ts'
import { suggest } from '../kernel/nearest.ts'
import { FORMATS } from './formats/index.ts'
import type { Format, Incident, Which } from './incident.ts'

export interface Found extends Incident {
  format: string
}

/**
 * Reads what was recorded of an agent, in whatever format it is.
 * @throws {UsageError} it cannot be read, is of no format that is known, or lacks what is needed.
 */
export async function readIncident(file: string, { format, ...which }: Which & { format?: string }): Promise<Found> {
  if (file.endsWith('.zst')) throw new UsageError(`${file} is compressed. Unpack it first: zstd -d ${file}.`)
  const { documents, broken } = await documentsIn(file)
  const found = formatOf(documents, file, format)
  const incident = found.read(documents, which)
  if (incident.calls.length === 0)
    throw new UsageError(`Failed to import ${file}: it holds no call of a tool (read as ${found.name}).`)
  const lost = broken > 0 ? [`${broken} lines are no JSON and are left out.`] : []
  return { ...incident, format: found.name, lost: [...lost, ...incident.lost] }
}

function formatOf(documents: readonly Json[], file: string, wanted: string | undefined): Format {
  const names = FORMATS.map(({ name }) => name)
  if (wanted === undefined) {
    const fitting = FORMATS.find((one) => one.fits(documents))
    if (fitting) return fitting
    throw new UsageError(`${file} is of no format that is known. Say which it is with --format: ${names.join(', ')}.`)
  }
  const named = FORMATS.find(({ name }) => name === wanted)
  if (!named)
    throw new UsageError(`There is no format "${wanted}".${suggest(wanted, names)} There are: ${names.join(', ')}.`)
  return named
}

/** One value, or one a line. A line that is torn says nothing: programs die while they write. */
async function documentsIn(file: string): Promise<{ documents: Json[]; broken: number }> {
  const documents: Json[] = []
  let broken = 0
  try {
    for await (const line of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
      const text = line.replace(/^\uFEFF/, '').trim()
      if (text === '') continue
      const value = parsed(text)
      // A value over several lines.
      if (value === undefined && documents.length === 0) return { documents: [wholeOf(file)], broken: 0 }
      if (value === undefined) broken++
      else documents.push(value)
    }
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown
    throw new UsageError(`Failed to read ${file}: ${messageOf(thrown)}.`)
  }
  return { documents, broken }
}

function wholeOf(file: string): Json {
  const value = parsed(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''))
  if (value === undefined) throw new UsageError(`${file} is neither JSON nor lines of JSON.`)
  return value
}

function parsed(text: string): Json | undefined {
  try {
    const value = JSON.parse(text) as Json
    return isTooDeep(value) ? undefined : value
  } catch {
    return undefined
  }
}
