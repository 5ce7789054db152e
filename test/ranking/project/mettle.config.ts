import { defineConfig } from 'mettle'

/** Agents that step over one line each, in worlds with their guards and in the same worlds with guards that look on. */
export default defineConfig({
  agents: Object.fromEntries(
    ['day-worker', 'late-worker', 'over-mover', 'pusher', 'giver'].map((name) => [name, `./agents/${name}.ts`]),
  ),
  scenarios: './scenarios',
  gate: ['passRate >= 0'],
})
