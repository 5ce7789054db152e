import { z } from 'zod'
import { defineFault } from './define.ts'
import { refusing } from './refusing.ts'

export const overloaded = defineFault({
  name: 'overloaded',
  summary: "The model's provider has too much to do, and answers nothing but that.",
  channels: ['model'],
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  ...refusing(
    () => ({ status: 503, code: 'overloaded', message: 'Overloaded. Please try again later.' }),
    (_, status) => `the provider was overloaded (${status})`,
  ),
})
