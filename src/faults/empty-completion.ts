import { z } from 'zod'
import type { Turn } from '../trace/turn.ts'
import { changingTurn, speakerOf } from './changing-turn.ts'
import { defineFault } from './define.ts'

export const emptyCompletion = defineFault({
  name: 'empty-completion',
  summary: 'The model ends its turn without a word and without a tool call.',
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  detectable: true,
  ...changingTurn(
    ({ turn }) => (saysSomething(turn) ? speakerOf(turn) : undefined),
    (changed) => {
      const gone = [changed.text, changed.toolCalls, changed.refusal].some((member) => member === null)
      return gone && !saysSomething(changed) ? 'the model said nothing' : undefined
    },
  ),
})

function saysSomething({ text, toolCalls, refusal }: { [Member in keyof Turn]?: Turn[Member] | null }): boolean {
  return Boolean(text || refusal || toolCalls?.length)
}
