import type { Json } from '../../kernel/json.ts'
import { type Fields, fieldsOf, jsonOf, listOf, textOf } from '../../world/models/wires/fields.ts'
import { type Answered, type Asked, type Incident, inputOf, joined, taskOf } from '../incident.ts'

// Lists of messages in the forms of two providers. What else is in a message says nothing here.

/** What a conversation comes to, message by message. */
export interface Talk {
  asked: Asked[]
  answers: Map<string, Answered>
  users: string[]
  /** The last that the agent said. */
  answer: string | null
  lost: string[]
}

export function newTalk(): Talk {
  return { asked: [], answers: new Map(), users: [], answer: null, lost: [] }
}

export function incidentOf({ asked, answers, users, answer, lost }: Talk): Incident {
  const { calls, lost: unanswered } = joined(asked, answers)
  const task = taskOf(users, lost)
  return { task, answer, calls, lost: [...lost, ...unanswered] }
}

/** One message as Anthropic has it. */
export function hearBlocks(talk: Talk, { role, content }: Fields): void {
  const blocks = listOf(content).map(fieldsOf)
  const text = textOf(typeof content === 'string' ? content : blocks.filter(({ type }) => type === 'text'))
  if (role === 'user' && text !== '') talk.users.push(text)
  if (role === 'assistant' && text !== '') talk.answer = text
  for (const { type, id, name, input, tool_use_id, content: output, is_error } of blocks) {
    if (type === 'tool_use' || type === 'mcp_tool_use')
      talk.asked.push({ id: String(id), tool: String(name), input: inputOf(input ?? {}) })
    if (type === 'tool_result' || type === 'mcp_tool_result')
      // What is absent, null or false is no error.
      talk.answers.set(String(tool_use_id), { output: plainOf(output), failed: is_error === true })
  }
}

/** One message of Chat Completions. */
export function hearMessage(talk: Talk, { role, content, tool_calls, tool_call_id }: Fields): void {
  const text = textOf(content)
  if (role === 'user' && text !== '') talk.users.push(text)
  if (role === 'assistant' && text !== '') talk.answer = text
  if (role === 'tool') talk.answers.set(String(tool_call_id), { output: plainOf(content), failed: false })
  for (const { id, function: called, custom } of listOf(tool_calls).map(fieldsOf)) {
    const { name, arguments: text, input } = fieldsOf(called ?? custom)
    talk.asked.push({ id: String(id), tool: String(name), input: inputOf(jsonOf(text ?? input ?? '{}')) })
  }
}

const CALLS: Readonly<Record<string, (item: Fields) => Json>> = {
  function_call: ({ arguments: text }) => jsonOf(text ?? '{}'),
  mcp_call: ({ arguments: text }) => jsonOf(text ?? '{}'),
  custom_tool_call: ({ input }) => input ?? '',
  local_shell_call: ({ action }) => action ?? {},
}

/** One item of the Responses API. */
export function hearItem(talk: Talk, item: Fields): void {
  const { type = 'message', role, content, name, call_id, id, output } = item
  if (type === 'message') {
    hearMessage(talk, { role: role ?? null, content: content ?? null })
    return
  }
  const key = String(call_id ?? id)
  const input = Object.hasOwn(CALLS, String(type)) ? CALLS[String(type)]?.(item) : undefined
  if (input !== undefined) talk.asked.push({ id: key, tool: String(name ?? type), input: inputOf(input) })
  // Such a call brings its own answer.
  const answers = type === 'mcp_call' ? output !== undefined : String(type).endsWith('_call_output')
  if (answers) talk.answers.set(key, { output: plainOf(output), failed: type === 'mcp_call' && Boolean(item.error) })
}

/** The content of an answer: its text where it is made of texts, JSON where the text is some. */
export function plainOf(content: Json | undefined): Json {
  const parts = listOf(content)
  const isText = parts.length > 0 && parts.every((part) => typeof fieldsOf(part).text === 'string')
  return jsonOf(isText ? textOf(parts) : (content ?? null))
}
