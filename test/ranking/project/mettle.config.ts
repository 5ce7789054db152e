import { defineConfig } from 'mettle'

/** Agents that step over one line each, in worlds with their guards and in the same worlds with guards that only look on. */
export default defineConfig({
  agents: { 'day-worker': './agents/day-worker.ts', 'late-worker': './agents/late-worker.ts' },
  scenarios: './scenarios',
  gate: ['passRate >= 0'],
})
