import type { Call } from '../../boundary/call.ts'
import type { Reply, ToolOutput } from '../../boundary/reply.ts'
import type { ToolDoor } from '../../boundary/tool-world.ts'
import { messageOf } from '../../kernel/errors.ts'
import { copyJson, type Json, parseStrict } from '../../kernel/json.ts'
import { declare } from '../declaration.ts'
import type { ServedToolDeclaration } from './define.ts'

/** A tool as a server lists it. */
export interface Listed {
  name: string
  description?: string | undefined
  inputSchema: object
}

/** What a server answers: MCP's result of a call. */
export interface Answered {
  content?: readonly unknown[]
  structuredContent?: unknown
  isError?: boolean | undefined
}

/** Asks the server. Rejects with what the protocol says, or because nobody is there any more. */
export type Ask = (name: string, input: Json, call: Call) => Promise<Answered>

/** A tool of a real server as channels use it. What it takes is the server's to check. */
export function servedTool(
  { name, description = '', inputSchema }: Listed,
  declared: ServedToolDeclaration,
  ask: Ask,
): ToolDoor {
  return {
    ...{ name, description, inputSchema: inputSchema as Json },
    access: declared.access ?? 'unknown',
    parse: plain,
    declare: (input) => declare(declared, input, noTarget),
    execute: async (call) => answerOf(await ask(name, copyJson(call.input), call)),
  }
}

function plain(raw: Json): { input: Json; malformed?: string } {
  try {
    const input = parseStrict(JSON.stringify(raw ?? {}))
    const isObject = typeof input === 'object' && input !== null && !Array.isArray(input)
    return isObject ? { input } : { input, malformed: 'what a tool takes is an object' }
  } catch (thrown) {
    return { input: null, malformed: messageOf(thrown) }
  }
}

function noTarget(): never {
  throw new Error('a tool of an MCP server stands for no other target')
}

/** One text is what it says, as JSON where it is an object or a list; anything else is MCP's own blocks. */
function answerOf({ content = [], structuredContent, isError }: Answered): Reply<ToolOutput> {
  const [first, ...more] = content as { type?: string; text?: string }[]
  const isText = first?.type === 'text' && typeof first.text === 'string' && more.length === 0
  const said = isText ? jsonIn(first.text ?? '') : first === undefined ? (structuredContent ?? null) : content
  return { kind: isError ? 'error' : 'ok', output: { content: copyJson(said as Json) } }
}

function jsonIn(text: string): Json {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
