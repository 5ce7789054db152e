import { z } from 'zod'
import type { ToolRequest } from '../trace/turn.ts'
import { changingTurn } from './changing-turn.ts'
import { defineFault } from './define.ts'

const hows = ['cut', 'prose'] as const
const params = z.strictObject({ how: z.enum(hows).default('cut') })
type Params = z.output<typeof params>

export const malformedToolArguments = defineFault({
  name: 'malformed-tool-arguments',
  summary: 'The model calls the right tool, and the arguments are no JSON.',
  actsOn: 'turns that call a tool (on Messages: streamed ones)',
  params,
  arbitrary: (fc) => fc.record({ how: fc.constantFrom(...hows) }),
  detectable: true,
  ...changingTurn<Params>(
    ({ turn }, { how }) => {
      const [first, ...rest] = turn.toolCalls ?? []
      return first && { ...turn, toolCalls: [{ ...first, argumentsText: spoilt(first, how) }, ...rest] }
    },
    ({ toolCalls }) => {
      const broken = toolCalls?.find(({ argumentsText }) => argumentsText !== undefined)
      return broken && `the arguments of ${broken.name.slice(0, 60)} were no JSON`
    },
  ),
})

/** Half of an object, a list or a text is no JSON; whatever else is cut to nothing. */
function spoilt({ input }: ToolRequest, how: Params['how']): string {
  const text = JSON.stringify(input)
  if (how === 'prose') return `Here are the arguments: ${text}`
  return /^["[{]/.test(text) ? text.slice(0, text.length >> 1) : ''
}
