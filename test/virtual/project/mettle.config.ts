import { defineConfig } from 'mettle'

export default defineConfig({
  agents: { wanderer: './agents/wanderer.ts' },
  env: ['PLANS', 'PLANS_SEED'],
  reporters: ['json'],
})
