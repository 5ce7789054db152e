import { z } from 'zod'
import { canonical } from '../kernel/json.ts'
import type { ChangedTurn, ToolRequest } from '../trace/turn.ts'
import { changingTurn, speakerOf } from './changing-turn.ts'
import { defineFault } from './define.ts'

const hows = ['again', 'twice'] as const
const params = z.strictObject({ how: z.enum(hows).default('again') })
type Params = z.output<typeof params>

export const repeatedToolCall = defineFault({
  name: 'repeated-tool-call',
  summary: 'The model asks for a tool call that it has asked for already.',
  actsOn: 'turns that call a tool',
  params,
  arbitrary: (fc) => fc.record({ how: fc.constantFrom(...hows) }),
  detectable: true,
  ...changingTurn<Params>(
    ({ turn, calls }, { how }) => {
      if (how === 'twice') {
        const [first, ...rest] = turn.toolCalls ?? []
        return first && { ...turn, toolCalls: [first, first, ...rest] }
      }
      const last = calls.at(-1)
      return last && { ...speakerOf(turn), toolCalls: [last] }
    },
    (changed, { how }) => {
      const repeated = repeatedIn(changed, how)
      return repeated && `the model asked for ${repeated.name.slice(0, 60)} ${how}`
    },
  ),
})

/** 'again': the one call that took the place of all the model would have said. */
function repeatedIn({ toolCalls, refusal }: ChangedTurn, how: Params['how']): ToolRequest | undefined {
  const [first, second] = toolCalls ?? []
  if (how === 'again') return second || refusal ? undefined : first
  return first && second && canonical(first) === canonical(second) ? first : undefined
}
