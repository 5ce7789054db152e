import type { Json } from '../../../kernel/json.ts'
import type { ToolRequest, Turn } from '../../../trace/turn.ts'
import type { Heard } from './define.ts'
import { type Fields, fieldsOf } from './fields.ts'

// Reading what a provider answered. Whatever is missing in it says nothing: it is the world's to judge.

/** A call whose arguments come as a text, which may be no JSON. */
export function requestOf(name: Json | undefined, text: string): ToolRequest {
  const request = { name: typeof name === 'string' ? name : '' }
  if (text === '') return { ...request, input: {} }
  try {
    return { ...request, input: JSON.parse(text) as Json }
  } catch {
    return { ...request, input: {}, argumentsText: text }
  }
}

/** Leaves out what is empty. */
export function turnOf(said: { [M in keyof Turn]?: Turn[M] | undefined }): Turn {
  const { text, reasoning, toolCalls, refusal, stop, model } = said
  const silent = !text && !refusal && !toolCalls?.length
  return {
    ...((text || silent) && { text: text ?? '' }),
    ...(reasoning && { reasoning }),
    ...(toolCalls?.length && { toolCalls }),
    ...(refusal && { refusal }),
    ...(stop && { stop }),
    ...(model !== undefined && { model }),
  }
}

/**
 * @param input Tokens of the request, those included that were read from a cache or put into one.
 * @param cached Those that were read from a cache. @param written Those that were put into one.
 */
export function usageOf(
  input: Json | undefined,
  output: Json | undefined,
  cached?: Json,
  written?: Json,
): Pick<Heard, 'usage'> {
  if (typeof input !== 'number' || typeof output !== 'number') return {}
  return {
    usage: {
      inputTokens: input,
      outputTokens: output,
      ...(typeof cached === 'number' && cached > 0 && { cachedInputTokens: cached }),
      ...(typeof written === 'number' && written > 0 && { cacheWriteTokens: written }),
    },
  }
}

/** A text that comes piece by piece, each in a member of its own. */
export function addTo(said: Fields, member: string, piece: Json | undefined): void {
  if (typeof piece === 'string') said[member] = `${said[member] ?? ''}${piece}`
}

/** The reason that a provider gives for its end, among those that mean that it ended early. */
export function stopIn(reason: Json | undefined, stops: Readonly<Record<NonNullable<Turn['stop']>, string>>) {
  const found = Object.entries(stops).find(([, word]) => word === reason)?.[0]
  return found === undefined ? {} : { stop: found as NonNullable<Turn['stop']> }
}

/** A member that is a text. */
export function textIn(value: Json | undefined, member: string): string | undefined {
  const found = fieldsOf(value)[member]
  return typeof found === 'string' ? found : undefined
}
