import { createHash } from 'node:crypto'
import type { Json } from '../../../../src/kernel/json.ts'
import type { Conversation, ToolChoice, Turn } from '../../../../src/world/models/define.ts'

/** A request as somebody means it, whatever the client. */
export interface Form {
  system?: string
  said: Said[]
  /** Tools `look` and `move` are offered. */
  tools?: true
  choice?: ToolChoice
  schema?: { [name: string]: Json }
  /** What the model answers. Default: a text. */
  turn?: Turn
  /** What it is to have seen, beside what is the same in all forms. Calls and results by the order of the calls. */
  seen?: Partial<Omit<Conversation, 'messages'>> & { messages?: object[] }
  /** What the client is to get, beside the words of the turn. */
  got?: Partial<Got>
}

export type Said =
  | { user: string; shows?: Shown[] }
  | { assistant: string }
  | { calls: { name: string; input: { [name: string]: Json } }[] }
  /** One for each call before. */
  | { results: Result[] }

export type Result = { text: string } | { json: { [name: string]: Json } } | { error: string }

export interface Shown {
  mediaType: string
  name?: string
  data?: Uint8Array<ArrayBuffer>
  url?: string
}

/** What a client makes of an answer. */
export interface Got {
  text: string
  reasoning: string
  calls: { name: string; input: Json }[]
  /** Why it ended, as the client says it. */
  end: string
  usage: [input: number, output: number]
}

/** A client of a provider, which says a form in its own way. @param streamed As it puts a stream together. */
export interface Client {
  ask(url: string, form: Form, streamed: boolean): Promise<Got>
  /** How it calls the ends of a turn. */
  ends: { text: string; calls: string; 'max-tokens': string }
  /** What it has no words for, by the name of the form; or what is otherwise then. */
  cannot?: { [form: string]: string }
  /** It tells a result that failed apart. */
  marksFailures?: true
}

export const MODEL = 'scripted'
export const PARAMETERS = {
  type: 'object',
  properties: { at: { type: 'string' } },
  required: ['at'],
  additionalProperties: false,
} as const
export const TOOLS = ['look', 'move'] as const

/** Calls and results in the order of a form, each with an id. */
export function withIds(said: readonly Said[]): (Said & { ids: string[] })[] {
  let count = 0
  let last: string[] = []
  return said.map((each) => {
    if ('calls' in each) last = each.calls.map(() => `call_${String(++count).padStart(8, '0')}`)
    return { ...each, ids: last }
  })
}

/** The names of the calls that results answer. */
export function namesOf(said: readonly Said[], at: number): string[] {
  const before = said.slice(0, at).findLast((each) => 'calls' in each)
  return before && 'calls' in before ? before.calls.map(({ name }) => name) : []
}

export function textOfResult(result: Result): string {
  if ('text' in result) return result.text
  return 'json' in result ? JSON.stringify(result.json) : result.error
}

export function base64(data: Uint8Array<ArrayBuffer> = new Uint8Array()): string {
  return Buffer.from(data).toString('base64')
}

export function digestOf(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex').slice(0, 32)
}
