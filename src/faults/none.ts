import { z } from 'zod'
import { defineFault } from './define.ts'

/** The control: a call that it selects passes unharmed. */
export const none = defineFault({
  name: 'none',
  summary: 'Does nothing: the control for every other fault.',
  channels: ['http', 'tool', 'model', 'sql', 'tcp'],
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  detectable: false,
  terminal: false,
  control: true,
  inject: () => (_call, next) => next(),
  symptom: ({ faults, executed, delivered }) => {
    if (!faults.some(({ fault }) => fault === 'none') || !executed || !delivered) return undefined
    const same = delivered.outcome === executed.outcome && delivered.status === executed.status
    return same && delivered.output === undefined ? 'nothing changed' : undefined
  },
})
