import { defineCollection, defineScenario, defineTool } from 'mettle'
import { z } from 'zod'

const refunds = defineCollection<{ order: string }>('shop.refunds')

const refund = defineTool({
  description: 'Refunds an order in full.',
  input: z.object({ order: z.string() }),
  access: 'write',
  collections: [refunds],
  handler: ({ order }) => ({ ...refunds.create(refunds.newId('re'), { order }) }),
})

/** A model that looks around with the agent's own shell, and then uses a tool of the world. */
export default defineScenario({
  task: { text: 'Refund order ord_1 with the refund tool, once, and say so.' },
  world: {
    tools: { refund },
    hooks: { Bash: { access: 'write' } },
    models: {
      'claude-sonnet-4-5': {
        turns: [
          { toolCalls: [{ name: 'Bash', input: { command: 'echo looked > looked.txt', description: 'Look around' } }] },
          { toolCalls: [{ name: 'mcp__world__refund', input: { order: 'ord_1' } }] },
          { text: 'Refunded.' },
        ],
      },
    },
  },
  guards: [{ use: 'permissions', params: { role: 'clerk', roles: { clerk: { allow: ['tool refund', 'model *'] } } } }],
  variants: {
    'lost-reply': [{ fault: 'lost-reply', on: 'tool refund', when: { nth: 1 } }],
    overloaded: [{ fault: 'overloaded', on: 'model chat', when: { nth: 1 } }],
  },
  scorers: [
    {
      use: 'effects',
      params: {
        expect: [{ collection: 'shop.refunds', op: 'create', where: { order: 'ord_1' }, count: 1 }],
        others: 'forbid',
      },
    },
  ],
  limits: { deadlineMs: 120_000, maxMemoryBytes: 2_000_000_000 },
})
