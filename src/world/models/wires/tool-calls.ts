import type { ToolRequest } from '../../../trace/turn.ts'
import type { Conversation, Message, Turn } from '../define.ts'
import { WireError } from './define.ts'
import { showing } from './files.ts'

// Tools, where a wire keeps the whole conversation in each request.

/** What was said, as Chat Completions and Messages tell it: a result has the id of its call, and not the name of the tool. */
export type Said = Exclude<Message, { role: 'tool-result' }> | Omit<Extract<Message, { role: 'tool-result' }>, 'name'>

/** How a provider words its refusals. */
export interface Refusals {
  /** Of a result that answers no call. */
  noCall(id: string): string
  /** Of calls that nothing answers, their ids. */
  noResult(ids: string): string
}

/**
 * Gives each result the name of its tool.
 * @throws {WireError} what the real APIs refuse: a result without its call, a call without its result.
 */
export function nameResults(said: readonly Said[], refusals: Refusals): Message[] {
  const open = new Map<string, string>()
  const checkOpen = () => {
    if (open.size > 0) throw new WireError(refusals.noResult([...open.keys()].join(', ')), 'messages')
  }
  const named = said.map((message): Message => {
    if (message.role === 'user') checkOpen()
    if (message.role === 'tool-call') open.set(message.id, message.name)
    if (message.role !== 'tool-result') return message
    const name = open.get(message.id)
    if (name === undefined) throw new WireError(refusals.noCall(message.id), 'messages')
    open.delete(message.id)
    return { ...message, name }
  })
  checkOpen()
  return named
}

/** Texts beside each other are one, with the files that are shown beside them. */
export function joinTexts<T extends Said>(said: readonly T[], next: T): T[] {
  const last = said.at(-1)
  if (!last || !('text' in last) || !('text' in next)) return [...said, next]
  const files = [...(last.files ?? []), ...(next.files ?? [])]
  return [...said.slice(0, -1), { ...last, text: last.text + next.text, ...showing(files) }]
}

/** The text of a turn, where it has one, on a wire that has no form of its own for a refusal. */
export function wordsOf({ text, refusal }: Turn): string | undefined {
  return refusal === undefined ? text : (text ?? '') + refusal
}

/** The arguments of a call as a text. */
export function argumentsOf({ input, argumentsText = JSON.stringify(input) }: ToolRequest): string {
  return argumentsText
}

/** @throws {Error} the turn calls a tool, and the client offered none: the mistake of who wrote the model. */
export function callsOf({ toolCalls = [] }: Turn, { tools }: Conversation): NonNullable<Turn['toolCalls']> {
  const [first] = toolCalls
  if (first && tools.length === 0)
    throw new Error(`the model calls the tool ${first.name}, and the client offered none.`)
  return toolCalls
}
