import { z } from 'zod'
import { changingTurn, speakerOf } from './changing-turn.ts'
import { defineFault } from './define.ts'

const params = z.strictObject({ text: z.string().min(1).max(10_000).default("I'm sorry, but I can't help with that.") })

export const refusal = defineFault({
  name: 'refusal',
  summary: 'The model refuses to do what it was asked.',
  params,
  arbitrary: (fc) => fc.record({ text: fc.constantFrom("I'm sorry, but I can't help with that.", 'No. 😀') }),
  detectable: true,
  ...changingTurn<z.output<typeof params>>(
    ({ turn }, { text }) => ({ ...speakerOf(turn), refusal: text }),
    ({ refusal: said }, { text }) => (said === text ? 'the model refused' : undefined),
  ),
})
