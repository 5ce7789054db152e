import { z } from 'zod'
import { defineFault } from './define.ts'
import { refusing } from './refusing.ts'

export const toolDisappears = defineFault({
  name: 'tool-disappears',
  summary: 'A tool that was there is there no more.',
  channels: ['tool'],
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  ...refusing(
    (_, { target }) => ({
      status: 404,
      code: 'unknown_tool',
      message: `Unknown tool: ${target.replace(/^tool /, '')}`,
    }),
    () => 'the tool was gone, nothing was executed',
  ),
})
