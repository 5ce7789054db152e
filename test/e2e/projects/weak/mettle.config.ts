import { defineConfig } from 'mettle'

export default defineConfig({
  agents: { spender: './agents/spender.ts' },
  // The second is for `mettle guards mutate` alone.
  gate: ['guards.bypassed == 0', 'guards.mutationScore >= 0.9'],
})
