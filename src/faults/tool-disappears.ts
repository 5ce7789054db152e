import { z } from 'zod'
import { refuse } from '../boundary/reply.ts'
import { defineFault } from './define.ts'
import { wasRefused } from './symptoms/was-refused.ts'

const REFUSAL = { status: 404, code: 'unknown_tool' }

export const toolDisappears = defineFault({
  name: 'tool-disappears',
  summary: 'A tool that was there is there no more.',
  channels: ['tool'],
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  detectable: true,
  terminal: true,
  inject: () => async (call) =>
    refuse(call, { ...REFUSAL, message: `Unknown tool: ${call.target.replace(/^tool /, '')}` }),
  symptom: (story) => (wasRefused(story, REFUSAL) ? 'the tool was gone, nothing was executed' : undefined),
})
