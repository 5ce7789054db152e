import { z } from 'zod'
import { changingTurn } from './changing-turn.ts'
import { defineFault } from './define.ts'

const params = z.strictObject({ model: z.string().min(1).max(200).default('another-model') })

export const modelSubstitution = defineFault({
  name: 'model-substitution',
  summary: 'Another model answers than the one that was asked for, and the answer says so.',
  params,
  arbitrary: (fc) => fc.record({ model: fc.constantFrom('another-model', 'small-model-2024-07-18') }),
  detectable: true,
  ...changingTurn<z.output<typeof params>>(
    ({ turn }, { model }) => ({ ...turn, model }),
    ({ model: said }, { model }) => (said === model ? `${model} answered` : undefined),
  ),
})
