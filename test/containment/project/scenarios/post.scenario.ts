import { defineScenario } from 'mettle'
import { cutConnection, post } from '../post.ts'

const on = 'post *'

export default defineScenario({
  task: { text: 'Use the post office.' },
  world: { apis: { post } },
  variants: {
    lost: [{ fault: 'lost-reply', on }],
    silent: [{ fault: 'timeout', params: { afterMs: 100 }, on }],
    late: [{ fault: 'latency', params: { ms: 700 }, on }],
    denied: [{ fault: 'error-status', params: { status: 503 }, on }],
    cut: [{ fault: cutConnection, on }],
  },
  scorers: [{ use: 'limits', params: { calls: 10 } }],
  limits: { deadlineMs: 5_000 },
})
