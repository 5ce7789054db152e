import type { Json } from '../../../kernel/json.ts'
import { type Asked, type Stored, WireError } from './define.ts'
import { type Fields, fieldsOf, listOf } from './fields.ts'

// Threads of Anthropic's Messages wire: the API keeps a conversation, and a request that continues one holds what is new.

/** A refusal that says by a code of its own what is wrong with the thread: clients know what to do about it. */
export class ThreadError extends WireError {
  readonly errorCode: string

  constructor(message: string, errorCode: string, status = 400) {
    super(message, 'thread', status)
    this.errorCode = errorCode
  }
}

/** Does a request go on from an earlier one, in place of saying again what was said? */
export function continuesThread(request: Json): boolean {
  return threadOf(request).type === 'continue'
}

/** @throws {ThreadError} a request continues what is not there, or what was continued already. */
export function checkThread(request: Json, stored: Stored): void {
  if (!continuesThread(request)) return
  const { previous_message_id: id } = threadOf(request)
  if (typeof id !== 'string' || !stored.has(id))
    throw new ThreadError('thread.previous_message_id: no thread was found for it.', 'thread_not_found', 404)
  if (stored.has(continuedMark(id)))
    throw new ThreadError(`thread.previous_message_id: ${id} has already been continued.`, 'thread_already_continued')
}

/** A request as it would be without a thread. The system prompt and the tools are those that the thread began with. */
export function withoutThread(request: Json, stored: Stored): Fields {
  const said = fieldsOf(request)
  const { type, previous_message_id: id } = threadOf(request)
  if (type !== 'continue' || typeof id !== 'string') return said
  const { messages, ...begun } = fieldsOf(stored.get(id)?.[0])
  return { ...said, ...begun, messages: [...listOf(messages), ...listOf(said.messages)] }
}

/** A thread that goes on from a reply of ours is one that no provider has: it begins anew with all that was said. */
export function inFull({ request, stored }: Asked, isOurs: (id: string) => boolean): Json {
  const { type, previous_message_id: id, ...thread } = threadOf(request)
  if (type !== 'continue' || typeof id !== 'string' || !isOurs(id) || !stored.has(id)) return request
  return { ...withoutThread(request, stored), thread: { ...thread, type: 'create' } }
}

/** Keeps what was said, with the reply, where the request asks for that: a later one may go on from there. */
export function rememberThread(stored: Stored, request: Json, reply: { id: string; content: Json }): void {
  const { type, previous_message_id: previous } = threadOf(request)
  if (type !== 'create' && type !== 'continue') return
  const { system, tools, messages } = withoutThread(request, stored)
  const said = [...listOf(messages), { role: 'assistant', content: reply.content }]
  stored.set(reply.id, [
    { ...(system !== undefined && { system }), ...(tools !== undefined && { tools }), messages: said },
  ])
  if (typeof previous === 'string') stored.set(continuedMark(previous), [])
}

function threadOf(request: Json): Fields {
  return fieldsOf(fieldsOf(request).thread)
}

/** A reply is continued once. No id of one has a space in it. */
function continuedMark(id: string): string {
  return `continued ${id}`
}
