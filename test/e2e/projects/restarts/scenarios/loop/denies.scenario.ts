import { defineScenario } from 'mettle'
import halts from './halts.scenario.ts'

/** The agent lives on when the guard has tripped. */
export default defineScenario({
  ...halts,
  guards: [{ use: 'loop-breaker', params: { repeats: 3, minIntervalMs: 60_000, on: 'deny' } }],
})
