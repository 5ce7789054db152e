import type { Json } from '../../../kernel/json.ts'
import type { Conversation, ToolChoice } from '../define.ts'
import { type Fields, fieldsOf, listOf } from './fields.ts'

// What a request asks of the answer: which tools, and in which form. What is of another kind asks for nothing.

type Asks = Pick<Conversation, 'toolChoice' | 'format'>

export function asking(toolChoice: ToolChoice | undefined, format: Conversation['format']): Asks {
  return { ...(toolChoice !== undefined && { toolChoice }), ...(format && { format }) }
}

/** One of some tools by name; undefined where none has one. */
export function oneOf(names: readonly (Json | undefined)[]): ToolChoice | undefined {
  const texts = names.filter((name) => typeof name === 'string')
  return texts.length === 0 ? undefined : { oneOf: texts }
}

/** As OpenAI has it, on both of its wires. @param nameOf The name of a tool as it is referred to. */
export function openAiChoice(choice: Json | undefined, nameOf: (tool: Fields) => Json | undefined) {
  if (choice === 'none' || choice === 'required') return choice
  const said = fieldsOf(choice)
  if (said.type !== 'allowed_tools') return oneOf([nameOf(said)])
  const { mode, tools } = { ...said, ...fieldsOf(said.allowed_tools) } as Fields
  return mode === 'required' ? oneOf(listOf(tools).map((tool) => nameOf(fieldsOf(tool)))) : undefined
}

/** As OpenAI and Anthropic have it: `{ type: 'json_schema', schema }`. */
export function formatIn(said: Fields): Conversation['format'] {
  const { type, schema, name } = said
  if (type === 'json_object') return {}
  if (type !== 'json_schema') return undefined
  return { ...(schema !== undefined && { schema }), ...(typeof name === 'string' && { name }) }
}
