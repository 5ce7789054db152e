import { defineScenario } from 'mettle'
import { note, payments } from './parts.ts'

// Misspellings in one scenario. Each comment says what tsc says of the line below it, and of no other line.
export default defineScenario({
  task: { text: 'Refund it.' },
  world: { apis: { payments }, tools: { note } },
  guards: [
    { use: 'budget', params: { action: 3 } },
    {
      // tsc: '"aproval"' is not assignable .* Did you mean '"approval"'
      use: 'aproval',
    },
    {
      use: 'autonomy-window',
      params: {
        windows: [],
        zone: 'UTC',
        // tsc: '"payment POST /v1/refunds"' is not assignable .*payments POST /v1/refunds
        on: 'payment POST /v1/refunds',
      },
    },
  ],
  variants: {
    lost: [
      {
        // tsc: '"lost-replay"' is not assignable .* Did you mean '"lost-reply"'
        fault: 'lost-replay',
        // tsc: '"payments PSOT \*"' is not assignable
        on: 'payments PSOT *',
      },
    ],
  },
  scorers: [
    // tsc: '"payments.refund"' is not assignable .* Did you mean '"payments.refunds"'
    { use: 'effects', params: { none: [{ collection: 'payments.refund' }] } },
    // tsc: 'unchangd' does not exist .* Did you mean to write 'unchanged'
    { use: 'end-state', params: { unchangd: ['payments.*'] } },
    // tsc: 'unorderdLists' does not exist .* Did you mean to write 'unorderedLists'
    { use: 'effects', params: { none: [], unorderdLists: true } },
  ],
})
