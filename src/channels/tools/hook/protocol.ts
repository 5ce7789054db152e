import type { Json } from '../../../kernel/json.ts'

// How agents ask a permission hook before they use a tool, and what they are told: Claude Code and codex speak the same.
// Source: "Hooks reference" of Claude Code, PreToolUse; "Hooks" of codex.

/** What an agent is about to do. */
export interface HookQuestion {
  tool: string
  input: Json
  /** What the model called its request. */
  id?: string
}

export type HookVerdict = { leave: true } | { leave: false; reason: string }

const EVENT = 'PreToolUse'

/** Reads what a hook is sent. Undefined for an event at which nothing is decided. @throws {TypeError} it is no question. */
export function readQuestion(sent: Json): HookQuestion | undefined {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) throw new TypeError('it is no JSON object')
  const { hook_event_name: event = EVENT, tool_name: tool, tool_input: input = {}, tool_use_id: id } = sent
  if (event !== EVENT) return undefined
  if (typeof tool !== 'string' || tool === '') throw new TypeError('it names no tool: "tool_name" is missing')
  return { tool, input, ...(typeof id === 'string' && { id }) }
}

/** What a hook is sent. */
export function writeQuestion({ tool, input, id }: HookQuestion): Json {
  return { hook_event_name: EVENT, tool_name: tool, tool_input: input, ...(id !== undefined && { tool_use_id: id }) }
}

/** What a hook answers; an empty object where it decides nothing. */
export function writeVerdict(verdict: HookVerdict | undefined): Json {
  if (!verdict) return {}
  const permissionDecision = verdict.leave ? 'allow' : 'deny'
  const why = verdict.leave ? {} : { permissionDecisionReason: verdict.reason }
  return { hookSpecificOutput: { hookEventName: EVENT, permissionDecision, ...why } }
}

/** Reads what a hook answered. What is no clear yes is a no. */
export function readVerdict(said: Json): HookVerdict {
  const { hookSpecificOutput: output } = Object(said) as { hookSpecificOutput?: Json }
  const { permissionDecision: word, permissionDecisionReason: why } = Object(output) as Record<string, Json>
  if (word === 'allow') return { leave: true }
  return { leave: false, reason: typeof why === 'string' && why !== '' ? why : 'the hook did not say yes' }
}
