import { isUtf8 } from 'node:buffer'
import type { Json } from '../kernel/json.ts'
import { binaryOf } from '../trace/binary.ts'

/** Headers as they cross: in order, a repeated one as often as it was sent. Names in lower case. */
export type HeaderList = readonly (readonly [name: string, value: string])[]

/** A request as it left the client. */
export interface HttpRequest {
  method: string
  url: URL
  headers: HeaderList
  /** Undefined for none. */
  body: WholeBody | undefined
}

/** Http and model: head and body. A streamed body is read by the client alone; nothing buffers it on the way. */
export interface HttpOutput {
  status: number
  headers: HeaderList
  body: WholeBody | ReadableStream<Uint8Array>
  /** Of a stream: how many bytes it has, where that is known by now. Who has got them all need not wait for the end to have read it. */
  streamBytes?(): number | undefined
}

/** What a service says over a connection, as it comes. Nothing buffers it on the way. */
export interface TcpOutput {
  body: HttpOutput['body']
}

/**
 * A body that is at hand. It begins as bytes or as a text; the other form and its JSON are made when somebody asks, and
 * once: most bodies are short JSON that nobody needs as bytes.
 */
export class WholeBody {
  #text: string | undefined
  #bytes: Uint8Array<ArrayBuffer> | undefined
  #isText: boolean | undefined
  #json: Json | undefined

  constructor(whole: string | Uint8Array) {
    // What is no text (half of a character) crosses as every encoder writes it.
    if (typeof whole === 'string') this.#text = whole.isWellFormed() ? whole : whole.toWellFormed()
    else this.#bytes = whole as Uint8Array<ArrayBuffer>
  }

  /** As they cross. Nobody may change them. */
  get bytes(): Uint8Array<ArrayBuffer> {
    this.#bytes ??= Buffer.from(this.#text ?? '')
    return this.#bytes
  }

  /** The bytes read as UTF-8. Where they are none, something of them is lost: see `isText`. */
  get text(): string {
    this.#text ??= textOf(this.bytes)
    return this.#text
  }

  /** Is it UTF-8? What began as a text is. */
  get isText(): boolean {
    this.#isText ??= this.#bytes === undefined || isUtf8(this.#bytes)
    return this.#isText
  }

  get isEmpty(): boolean {
    return (this.#text ?? this.bytes).length === 0
  }

  /** As a person would want to read it: parsed JSON, else the text, null for an empty one, and what stands for bytes. */
  get json(): Json {
    if (this.#json === undefined) this.#json = this.isText ? parsed(this.text) : binaryOf(this.bytes)
    return this.#json
  }

  /** In a JSON text it stands as what it says. */
  toJSON(): Json {
    return this.json
  }

  /** What a client of the web platform is made of, at the least cost. */
  get init(): string | Uint8Array<ArrayBuffer> {
    return this.#bytes ?? this.#text ?? ''
  }
}

/** A body that came in one piece. */
export function isWhole(body: HttpOutput['body']): body is WholeBody {
  return body instanceof WholeBody
}

/** A whole answer in JSON. */
export function jsonOutput(status: number, json: Json, headers: HeaderList = []): HttpOutput {
  return {
    status,
    headers: [['content-type', 'application/json'], ...headers],
    body: new WholeBody(JSON.stringify(json)),
  }
}

/** A header's value, the values of a repeated one joined as fetch joins them. `name` in lower case. */
export function headerOf(headers: HeaderList, name: string): string | undefined {
  let found: string | undefined
  for (const [each, value] of headers) {
    if (each === name) found = found === undefined ? value : `${found}, ${value}`
  }
  return found
}

/** The same list without some headers. Names in lower case. */
export function without(headers: HeaderList, ...names: string[]): HeaderList {
  return headers.filter(([name]) => !names.includes(name))
}

/** A byte order mark says nothing: whoever decodes drops it. */
function textOf(bytes: Uint8Array): string {
  const { buffer, byteOffset, byteLength } = bytes
  const text = Buffer.from(buffer, byteOffset, byteLength).toString('utf8')
  return text.startsWith('\uFEFF') ? text.slice(1) : text
}

function parsed(text: string): Json {
  if (text === '') return null
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
