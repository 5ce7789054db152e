import { messageOf } from '../../../kernel/errors.ts'
import { type Json, parseStrict } from '../../../kernel/json.ts'
import { isObject } from '../../../kernel/object.ts'
import { readFields } from './fields.ts'
import { isNode } from './node.ts'
import { isJson, type Operation, type Parameter } from './operations.ts'
import { type Schemas, typesOf } from './schemas.ts'
import type { Check, Kind, Misfit, Validators } from './validators.ts'

export type Fields = { [name: string]: Json }

/** A request as an operation reads it: texts that stand for numbers are numbers. */
export interface Asked {
  path: Fields
  query: Fields
  headers: Fields
  body: Json
}

/** What is wrong with a request. */
export interface Wrong {
  /** 'query', 'body' ... */
  in: string
  /** '/amount'; '' for all of it. */
  path: string
  message: string
  /** The media type is none that is read here. */
  isType?: true
}

type Place = Parameter['in']

/** Reads the requests of one operation, and holds them against what it says of them. */
export class RequestReader {
  readonly #operation: Operation
  readonly #schemas: Schemas
  readonly #checks = new Map<string, Check>()
  readonly #validators: Validators

  constructor(operation: Operation, schemas: Schemas, validators: Validators) {
    this.#operation = operation
    this.#schemas = schemas
    this.#validators = validators
  }

  async read(request: Request, params: Readonly<Record<string, string>>): Promise<{ asked: Asked; wrong: Wrong[] }> {
    const wrong: Wrong[] = []
    const asked: Asked = {
      path: this.#place('path', params, wrong),
      query: this.#place('query', this.#query(new URL(request.url)), wrong),
      headers: this.#place('header', this.#headers(request), wrong),
      body: await this.#body(request, wrong),
    }
    return { asked, wrong }
  }

  #place(place: Place, values: Fields, wrong: Wrong[]): Fields {
    const parameters = this.#operation.parameters.filter((one) => one.in === place && !isOfTransport(one))
    if (parameters.length === 0) return values
    const known = this.#checks.get(place)
    const check = known ?? this.#validators.check(schemaOf(parameters), 'text')
    this.#checks.set(place, check)
    wrong.push(...check(values).map((misfit) => ({ in: place, ...misfit })))
    return values
  }

  #query(url: URL): Fields {
    const all = readFields(url.searchParams)
    for (const { name, in: place, schema, node } of this.#operation.parameters) {
      if (place !== 'query') continue
      const plain = name.replace(/\[\]$/, '')
      const value = Object.hasOwn(all, plain) ? all[plain] : undefined
      if (plain !== name && value !== undefined) {
        delete all[plain]
        all[name] = value
      }
      if (typeof value === 'string' && typesOf(this.#schemas.flat(schema))[0] === 'array') {
        all[name] =
          node.explode === false || node.style === 'pipeDelimited'
            ? value.split(/[,|]/)
            : value.includes(',')
              ? value.split(',')
              : [value]
      }
    }
    return all
  }

  #headers(request: Request): Fields {
    const named = this.#operation.parameters.filter(({ in: place }) => place === 'header')
    return Object.fromEntries(
      named.flatMap(({ name }) => {
        const value = request.headers.get(name)
        return value === null ? [] : [[name, value]]
      }),
    )
  }

  async #body(request: Request, wrong: Wrong[]): Promise<Json> {
    const { body } = this.#operation
    if (request.method === 'GET' || request.method === 'HEAD') return null
    const type = (request.headers.get('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
    if (type === 'multipart/form-data') return this.#checked(await fieldsOfParts(request), type, 'text', wrong)
    const text = await request.text()
    if (text.trim() === '') {
      if (body?.required && isForm(type)) this.#checked({}, type, 'text', wrong)
      else if (body?.required) wrong.push({ in: 'body', path: '', message: 'is required' })
      return null
    }
    if (!body) return isJson(type) ? (jsonIn(text).value ?? null) : text
    if (isForm(type)) return this.#checked(readFields(new URLSearchParams(text)), type, 'text', wrong)
    if (!isJson(type)) return this.#checked(text, type, 'json', wrong)
    const { value, problem } = jsonIn(text)
    if (problem !== undefined) wrong.push({ in: 'body', path: '', message: `is no JSON: ${problem}` })
    return value === undefined ? null : this.#checked(value, type, 'json', wrong)
  }

  #checked(value: Json, type: string, kind: Kind, wrong: Wrong[]): Json {
    const contents = this.#operation.body?.contents ?? new Map<string, unknown>()
    const found = [...contents.keys()].find((name) => isSameType(name, type))
    if (found === undefined) {
      const known = [...contents.keys()].join(', ')
      wrong.push({ in: 'body', path: '', message: `comes as "${type}", and must come as ${known}`, isType: true })
      return value
    }
    if (typeof value === 'string' && kind === 'json' && !isJson(type)) return value
    const schema = contents.get(found)
    const misfits = this.#validators.check(schema, kind)(value)
    wrong.push(
      ...misfits.filter((misfit) => !this.#isReadOnly(schema, misfit)).map((misfit) => ({ in: 'body', ...misfit })),
    )
    return value
  }

  /** What only answers have need not be sent. */
  #isReadOnly(schema: unknown, { path, message }: Misfit): boolean {
    if (message !== 'is required' || !isNode(schema)) return false
    const name = path.split('/').slice(1)
    if (name.length !== 1) return false
    const flat = this.#schemas.flat(schema)
    const properties = isNode(flat.properties) ? flat.properties : {}
    return this.#schemas.flat(properties[name[0] ?? '']).readOnly === true
  }
}

/** A header that says how to talk, and nothing of what is asked. */
function isOfTransport({ in: place, name }: Parameter): boolean {
  return place === 'header' && /^(accept|content-type|authorization)$/i.test(name)
}

function schemaOf(parameters: readonly Parameter[]): unknown {
  const properties = Object.fromEntries(parameters.map(({ name, schema }) => [name, isNode(schema) ? schema : {}]))
  return { type: 'object', properties, required: parameters.filter(({ required }) => required).map(({ name }) => name) }
}

function isForm(type: string): boolean {
  return type === 'application/x-www-form-urlencoded'
}

function isSameType(offered: string, type: string): boolean {
  const [plain = ''] = offered.split(';', 1)
  if (plain.trim() === type || plain === '*/*') return true
  if (isJson(type) && isJson(plain)) return true
  return plain.endsWith('/*') && type.startsWith(plain.slice(0, -1))
}

function jsonIn(text: string): { value?: Json; problem?: string } {
  try {
    return { value: parseStrict(text) }
  } catch (thrown) {
    return { problem: messageOf(thrown) }
  }
}

async function fieldsOfParts(request: Request): Promise<Json> {
  try {
    const parts = await request.formData()
    const entries = [...parts].map(([name, value]) => [name, typeof value === 'string' ? value : value.name] as const)
    const fields = readFields(entries)
    return isObject(fields) ? fields : {}
  } catch {
    return {}
  }
}
