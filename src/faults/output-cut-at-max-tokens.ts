import { z } from 'zod'
import type { ToolRequest, Turn } from '../trace/turn.ts'
import { changingTurn } from './changing-turn.ts'
import { defineFault } from './define.ts'

const params = z.strictObject({ keptShare: z.number().min(0).max(0.99).default(0.5) })

export const outputCutAtMaxTokens = defineFault({
  name: 'output-cut-at-max-tokens',
  summary: 'The model is stopped in the middle of its turn: it has said as much as it may.',
  params,
  arbitrary: (fc) => fc.record({ keptShare: fc.constantFrom(0, 0.25, 0.5, 0.9) }),
  detectable: true,
  ...changingTurn<z.output<typeof params>>(
    ({ turn }, { keptShare }) => ({ ...cut(turn, keptShare), stop: 'max-tokens' }),
    ({ stop }) => (stop === 'max-tokens' ? 'the output was cut at its maximum of tokens' : undefined),
  ),
})

/** What comes last is cut: the last tool call, else the text. */
function cut({ text, toolCalls = [], ...turn }: Turn, share: number): Turn {
  const last = toolCalls.at(-1)
  if (!last) return { ...turn, ...(text !== undefined && { text: beginningOf(text, share) }) }
  const calls = [...toolCalls.slice(0, -1), cutCall(last, share)]
  return { ...turn, ...(text !== undefined && { text }), toolCalls: calls }
}

/** Where arguments are an object, nothing of them has come yet. */
function cutCall(call: ToolRequest, share: number): ToolRequest {
  const argumentsText = beginningOf(call.argumentsText ?? JSON.stringify(call.input), share)
  return { ...call, input: {}, argumentsText }
}

/** Never through the middle of a character. */
function beginningOf(text: string, share: number): string {
  const characters = [...text]
  return characters.slice(0, Math.floor(characters.length * share)).join('')
}
