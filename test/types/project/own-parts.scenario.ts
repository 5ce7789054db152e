import { defineScenario } from 'mettle'
import { atLeast, atMost, note, payments, shop, slower } from './parts.ts'

// Parts of one's own. Each comment says what tsc says of the line below it, and of no other line.
export default [
  defineScenario({
    task: { text: 'Refund it.' },
    world: {
      apis: { payments },
      tools: { note },
    },
    guards: [
      {
        use: atMost,
        // tsc: 'string' is not assignable to type 'number'
        params: { most: '3' },
      },
    ],
    legitimate: [
      // tsc: '"paymens \*"' is not assignable
      'paymens *',
    ],
    variants: {
      // tsc: 'sm' does not exist
      slow: [{ fault: slower, params: { sm: 3 } }],
      // tsc: '"brownot"' is not assignable .* Did you mean '"brownout"'
      brown: [{ preset: 'brownot' }],
    },
    scorers: [
      {
        use: atLeast,
        // tsc: '"desk.note"' is not assignable .* Did you mean '"desk.notes"'
        params: { of: 'desk.note' },
      },
    ],
  }),
  defineScenario({
    task: { text: 'Refund it.' },
    world: { apis: { payments }, tools: { note }, databases: { shop } },
    guards: [
      {
        use: atMost,
        params: {
          most: 3,
          on: [
            // tsc: '"tool notes"' is not assignable .* Did you mean '"tool note"'
            'tool notes',
            // tsc: '"shop UPDTE orders"' is not assignable
            'shop UPDTE orders',
          ],
        },
      },
    ],
    // tsc: '"Wrong"' is not assignable
    scorers: [{ use: 'answer', severity: 'Wrong' }],
  }),
]
