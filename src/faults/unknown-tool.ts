import { z } from 'zod'
import { changingTurn } from './changing-turn.ts'
import { defineFault } from './define.ts'

const params = z.strictObject({ name: z.string().min(1).max(64).default('no_such_tool') })

export const unknownTool = defineFault({
  name: 'unknown-tool',
  summary: 'The model calls a tool that nobody offered.',
  actsOn: 'turns that call a tool, where none of that name is offered',
  params,
  arbitrary: (fc) => fc.record({ name: fc.constantFrom('no_such_tool', 'run_shell', 'refund_all') }),
  detectable: true,
  ...changingTurn<z.output<typeof params>>(
    ({ turn, tools }, { name }) => {
      const [first, ...rest] = turn.toolCalls ?? []
      return first && !tools.includes(name) ? { ...turn, toolCalls: [{ ...first, name }, ...rest] } : undefined
    },
    ({ toolCalls }, { name }) =>
      toolCalls?.some((call) => call.name === name) ? `the model called ${name}, which nobody offered` : undefined,
  ),
})
