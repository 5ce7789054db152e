import { messageOf } from '../kernel/errors.ts'
import { type Json, parseStrict } from '../kernel/json.ts'

/** An agent's final answer as JSON: its `output`, or what it returned. What is no JSON becomes a text that says so. */
export function plainAnswer(returned: unknown): Json {
  try {
    const answer = hasOutput(returned) ? returned.output : returned
    return parseStrict(JSON.stringify(answer ?? null))
  } catch (thrown) {
    return `[an answer that is no JSON: ${messageOf(thrown)}]`
  }
}

function hasOutput(value: unknown): value is { output: unknown } {
  return typeof value === 'object' && value !== null && 'output' in value
}

/** An answer that came as a text: JSON where it is JSON, else the text; null for none. */
export function readAnswer(text: string): Json {
  const trimmed = text.trim()
  if (trimmed === '') return null
  try {
    return plainAnswer(JSON.parse(trimmed))
  } catch {
    return trimmed
  }
}
