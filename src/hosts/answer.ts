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
