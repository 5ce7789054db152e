import { readFileSync, statSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { digestText, freezeJson, type Json } from '../kernel/json.ts'
import { suggest } from '../kernel/nearest.ts'
import { shortPath } from '../kernel/short-path.ts'

/**
 * Data that lies in a file: JSON, JSON lines or CSV, by its suffix. A path from the scenario's folder; behind `#` stands the member of
 * a JSON document that is meant: './shop.json#orders'. `key` is the member that tells records apart. Default 'id'.
 */
export type DocumentSource = string | { file: string; key?: string }

/** A record of a document. */
export type DocumentRecord = Record<string, Json>

/** The members of a collection, by id. */
type MembersById = Readonly<Record<string, Json>>

/** What was read from documents, and the digest of each. It is frozen: trials share it. */
const digests = new WeakMap<object, string>()
/** Documents as they were read last, by path. */
const parsed = new Map<string, { mtimeMs: number; size: number; value: Json; digest: string }>()
/** What was made of them, by path and key. */
const made = new Map<string, { digest: string; members: MembersById }>()

/** The digest of what was read from a document; undefined for anything else. */
export function documentDigest(value: unknown): string | undefined {
  return typeof value === 'object' && value !== null ? digests.get(value) : undefined
}

/**
 * Reads the members of a collection: an object by id, or a list of objects that have the key.
 * @throws {UsageError} the file cannot be read, or does not hold that.
 */
export async function readMembers(source: DocumentSource, folder: string): Promise<MembersById> {
  const { title, key, name, value, digest } = await read(source, folder)
  const known = made.get(name)
  if (known?.digest === digest) return known.members
  const members = Array.isArray(value) ? byKey(value, key, title) : mustBeObject(value, title)
  freezeJson(members)
  digests.set(members, `${digest} ${name}`)
  made.set(name, { digest, members })
  return members
}

/** Reads the members of several collections: an object of them. @throws {UsageError} as `readMembers`. */
export async function readCollections(source: DocumentSource, folder: string): Promise<Record<string, MembersById>> {
  const { title, value } = await read(source, folder)
  const { file, key } = spelledOut(source)
  if (file.includes('#'))
    throw new UsageError(`${title} is one collection: name it, { 'shop.orders': ${JSON.stringify(file)} }.`)
  const found: Record<string, MembersById> = {}
  for (const name of Object.keys(mustBeObject(value, title))) {
    found[name] = await readMembers({ file: `${file}#${name}`, ...(key && { key }) }, folder)
  }
  return found
}

/**
 * Reads a list of records. What a CSV file leaves empty is null.
 * @throws {UsageError} the file cannot be read, or does not hold that.
 */
export async function readRecords(source: DocumentSource, folder: string): Promise<DocumentRecord[]> {
  const { title, value } = await read(source, folder)
  if (!Array.isArray(value)) throw new UsageError(`${title}: expected a list of objects, found ${kindOf(value)}.`)
  return value.map((record, index) => mustBeObject(record, `${title}, record ${index + 1}`))
}

async function read(source: DocumentSource, folder: string) {
  const { file, key = 'id' } = spelledOut(source)
  const [path = '', member] = file.split('#', 2)
  const place = resolve(folder, path)
  const { value, digest } = await parse(place)
  const title = `${shortPath(place)}${member === undefined ? '' : `#${member}`}`
  return { title, key, name: JSON.stringify([place, member, key]), value: memberOf(value, member, title), digest }
}

function spelledOut(source: DocumentSource): { file: string; key?: string } {
  return typeof source === 'string' ? { file: source } : source
}

function memberOf(value: Json, member: string | undefined, title: string): Json {
  if (member === undefined) return value
  const whole = mustBeObject(value, title)
  if (Object.hasOwn(whole, member)) return whole[member] as Json
  throw new UsageError(`${title}: there is no "${member}".${suggest(member, Object.keys(whole))}`)
}

async function parse(place: string): Promise<{ value: Json; digest: string }> {
  try {
    const { mtimeMs, size } = statSync(place)
    const known = parsed.get(place)
    if (known?.mtimeMs === mtimeMs && known.size === size) return known
    const text = readFileSync(place, 'utf8').replace(/^\uFEFF/, '')
    const fresh = { mtimeMs, size, value: await parserOf(place)(text), digest: digestText(text) }
    parsed.set(place, fresh)
    return fresh
  } catch (thrown) {
    throw new UsageError(
      `Failed to read ${shortPath(place)}: ${messageOf(thrown)}. Paths start at the scenario's folder.`,
    )
  }
}

type Parse = (text: string) => Json | Promise<Json>

const PARSERS: Readonly<Record<string, Parse>> = {
  '.json': (text) => JSON.parse(text) as Json,
  '.jsonl': parseLines,
  '.ndjson': parseLines,
  '.csv': parseCsv,
}

function parserOf(place: string): Parse {
  const suffix = extname(place).toLowerCase()
  const parser = Object.hasOwn(PARSERS, suffix) ? PARSERS[suffix] : undefined
  if (parser) return parser
  throw new Error(`"${suffix}" is no kind of document.${suggest(suffix, Object.keys(PARSERS))}`)
}

function parseLines(text: string): Json {
  return text.split('\n').flatMap((line, index): Json[] => {
    if (line.trim() === '') return []
    try {
      return [JSON.parse(line) as Json]
    } catch (thrown) {
      throw new Error(`line ${index + 1}: ${messageOf(thrown)}`)
    }
  })
}

/** What is left empty without quotes is null, as PostgreSQL has it. */
async function parseCsv(text: string): Promise<Json> {
  const { parse: parseText } = await import('csv-parse/sync')
  const cast = (cell: string, { quoting }: { quoting: boolean }) => (cell === '' && !quoting ? null : cell)
  return parseText(text, { columns: mustDiffer, cast }) as Json
}

/** Of two columns of one name, one would be lost. */
function mustDiffer(columns: string[]): string[] {
  const twice = columns.find((name, index) => columns.indexOf(name) !== index)
  if (twice === undefined) return columns
  throw new Error(`the column "${twice}" stands there twice`)
}

function byKey(records: readonly Json[], key: string, title: string): Record<string, Json> {
  const members = new Map<string, Json>()
  for (const [index, record] of records.entries()) {
    const own = mustBeObject(record, `${title}, record ${index + 1}`)
    const id = Object.hasOwn(own, key) ? own[key] : undefined
    if (typeof id !== 'string' && typeof id !== 'number') {
      throw new UsageError(
        `${title}, record ${index + 1}: expected a text or a number as "${key}", found ${kindOf(id)}.${suggest(key, Object.keys(own))}`,
      )
    }
    if (members.has(String(id)))
      throw new UsageError(`${title}, record ${index + 1}: "${key}" is ${JSON.stringify(id)} once more.`)
    members.set(String(id), record)
  }
  return Object.fromEntries(members)
}

function mustBeObject(value: Json | undefined, title: string): DocumentRecord {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as DocumentRecord
  throw new UsageError(`${title}: expected an object, found ${kindOf(value)}.`)
}

function kindOf(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  return Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
