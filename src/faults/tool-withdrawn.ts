import { z } from 'zod'
import { defineFault } from './define.ts'
import { chosenTool, metChange } from './tools/changed-tool.ts'

const params = z.strictObject({ tool: z.string().min(1).optional() })

export const toolWithdrawn = defineFault<z.infer<typeof params>, z.input<typeof params>>({
  name: 'tool-withdrawn',
  summary: 'Somebody takes a tool away right before the world runs the call: from then on no list has it.',
  seat: 'world',
  channels: ['tool'],
  params,
  arbitrary: (fc) => fc.constant({}),
  detectable: true,
  terminal: false,
  inject:
    ({ tool }, _past, { tools }) =>
    async (call, next, { random }) => {
      const name = chosenTool(call, tools, random, tool)
      if (name !== undefined) tools.withdraw(name)
      return next()
    },
  symptom: (story, _params, all = [story]) => {
    const name = metChange(story, all)
    return name === undefined ? undefined : `the tool ${name} had been taken away`
  },
})
