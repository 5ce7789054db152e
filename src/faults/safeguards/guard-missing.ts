import { z } from 'zod'
import { defineFault } from '../define.ts'

export const guardMissing = defineFault({
  name: 'guard-missing',
  summary: 'The safeguard is not there when it is asked; of a program the file is missing.',
  seat: 'guard',
  params: z.strictObject({}),
  arbitrary: (fc) => fc.record({}),
  breaks: () => ({
    state: (state, strikes) => {
      const gone = (call: string) => (strikes.at(call) ? ({} as typeof state) : state)
      const { confirm } = state
      return {
        ...state,
        decide: (call) => gone(call.id).decide(call),
        ...(confirm && { confirm: (call) => gone(call.id).confirm?.(call) as ReturnType<typeof confirm> }),
      }
    },
    // As a shell says it.
    program: { how: 'ends', code: 127, stderr: 'command not found' },
  }),
  struck: () => 'the guard was not there',
})
