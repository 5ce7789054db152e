import { DatabaseError } from 'pg'
import type { Json } from '../../../kernel/json.ts'
import { typeParser } from './json-values.ts'
import { readBytes } from './read-bytes.ts'
import type { Body } from './wire.ts'

/** What a statement gave back. */
export interface Table {
  /** 'UPDATE'; empty for a text without a statement. */
  command: string
  rowCount: number | null
  fields: { name: string; dataTypeID: number }[]
  rows: Record<string, Json>[]
}

export type StatementEnd = { result: Table } | { error: unknown }

/** 'INSERT 0 1', 'UPDATE 3', 'CREATE TABLE': the last number is that of the rows. */
const COMPLETE = /^([A-Za-z]+)(?: (\d+))?(?: (\d+))?/

/** What is known of an answer before it comes. */
export interface Expected {
  /** Its columns, where it does not say them. */
  fields: Table['fields']
  /** By column 0 for text and 1 for bytes; one for all, none for text. */
  formats: readonly number[]
  /** More bytes of rows than this are not kept. */
  most: number
}

/** What rows are read by. */
interface Shape {
  fields: Table['fields']
  parsers: ((text: string) => Json)[]
  /** A row of nothing. */
  empty: Record<string, Json>
}

const NO_ROWS: Shape = { fields: [], parsers: [], empty: {} }

function shapeOf(fields: Table['fields']): Shape {
  return {
    fields,
    parsers: fields.map(({ dataTypeID }) => typeParser(dataTypeID) as (text: string) => Json),
    empty: Object.fromEntries(fields.map(({ name }) => [name, null])),
  }
}

/** How many descriptions are remembered, by their bytes: statements are run again and again. */
const REMEMBERED = 200
/** Longer ones are not. */
const LONGEST = 4_096
const shapes = new Map<string, Shape>()

function described(body: Body): Shape {
  const key = body.length > LONGEST ? undefined : body.latin1()
  const known = key === undefined ? undefined : shapes.get(key)
  if (known) return known
  const shape = shapeOf(columnsOf(body))
  if (key === undefined) return shape
  if (shapes.size >= REMEMBERED) shapes.clear()
  shapes.set(key, shape)
  return shape
}

function columnsOf(body: Body): Table['fields'] {
  return Array.from({ length: body.int16() }, () => {
    const name = body.text()
    // The table that it comes from, and its place there.
    body.skip(6)
    const dataTypeID = body.uint32()
    // Size, modifier, format.
    body.skip(8)
    return { name, dataTypeID }
  })
}

/** Takes in what the server says of one statement. */
export class Gathering {
  #table: Table = { command: '', rowCount: null, fields: [], rows: [] }
  #shape: Shape = NO_ROWS
  #error: unknown
  #formats: readonly number[] = []
  #room = Number.POSITIVE_INFINITY

  constructor(expected?: Expected) {
    if (!expected) return
    this.#formats = expected.formats
    this.#room = expected.most
    this.#setShape(shapeOf(expected.fields))
  }

  /** Did the server refuse the statement? */
  get failed(): boolean {
    return this.#error !== undefined
  }

  get answer(): StatementEnd {
    return this.failed ? { error: this.#error } : { result: this.#table }
  }

  hear(code: string, body: Body): void {
    if (code === 'D') this.#row(body)
    else if (code === 'T') this.#setShape(described(body))
    else if (code === 'n') this.#setShape(NO_ROWS)
    else if (code === 'C') this.#complete(body.text())
    else if (code === 'V') this.#table.rows = [{ value: body.value() }]
    else if (code === 'E') this.fail(databaseError(body))
  }

  fail(error: unknown): void {
    this.#error ??= error
  }

  #setShape(shape: Shape): void {
    this.#shape = shape
    this.#table.rows = []
    this.#table.fields = shape.fields
  }

  #row(body: Body): void {
    this.#room -= body.length
    if (this.#room < 0) return
    const count = body.int16()
    const row = { ...this.#shape.empty }
    for (let at = 0; at < count; at++) {
      const field = this.#table.fields[at]
      const value = this.#isBinary(at) ? readBytes(body.bytes(), field?.dataTypeID ?? 0) : this.#read(body.value(), at)
      if (field) row[field.name] = value
    }
    this.#table.rows.push(row)
  }

  #read(text: string | null, at: number): Json {
    return text === null ? null : (this.#shape.parsers[at]?.(text) ?? null)
  }

  #isBinary(at: number): boolean {
    const formats = this.#formats
    return (formats.length === 1 ? formats[0] : formats[at]) === 1
  }

  #complete(tag: string): void {
    const [, command = '', first, last = first] = COMPLETE.exec(tag) ?? []
    this.#table.command = command
    if (last !== undefined) this.#table.rowCount = Number(last)
  }
}

/** What the server says of an error, by the letters of its fields. */
const FIELDS: Readonly<Record<string, keyof DatabaseError>> = {
  V: 'severity',
  C: 'code',
  D: 'detail',
  H: 'hint',
  P: 'position',
  W: 'where',
  s: 'schema',
  t: 'table',
  c: 'column',
  n: 'constraint',
}

function databaseError(body: Body): DatabaseError {
  const fields: Record<string, string> = {}
  for (let letter = body.letter(); letter !== '\0' && !body.over; letter = body.letter()) fields[letter] = body.text()
  const error = new DatabaseError(fields.M ?? '', 0, 'error')
  const named = Object.entries(FIELDS).map(([letter, name]) => [name, fields[letter]])
  return Object.assign(error, Object.fromEntries(named))
}
