import { defineScenario } from 'mettle'
import { note, post, shop } from '../world.ts'

export default defineScenario({
  task: {
    text: 'Send a letter to each customer whose order is late, mark those orders as told, and leave a note with how many.',
  },
  world: { apis: { post }, databases: { shop }, tools: { note } },
  guards: [
    { use: 'loop-breaker' },
    {
      use: 'permissions',
      params: {
        role: 'clerk',
        roles: { clerk: { allow: ['post POST *', 'shop *', 'tool *', 'tools LIST'], deny: ['shop DELETE *'] } },
      },
    },
  ],
  requires: ['permissions'],
  variants: {
    unavailable: [{ fault: 'error-status', params: { status: 503 }, on: 'post POST /letters', when: { nth: 1 } }],
    deadlock: [{ fault: 'deadlock', on: 'shop UPDATE orders', when: { nth: 1 } }],
  },
  scorers: [
    {
      use: 'effects',
      params: {
        expect: [
          { collection: 'post.letters', op: 'create', where: { to: 'Ada' }, count: 1 },
          { collection: 'post.letters', op: 'create', where: { to: 'Mary' }, count: 1 },
          { collection: 'shop.orders', op: 'update', where: { status: 'told' }, count: 2 },
          { collection: 'desk.notes', op: 'create', where: { text: '2' }, count: 1 },
        ],
        others: 'forbid',
      },
    },
  ],
  limits: { deadlineMs: 60_000 },
})
