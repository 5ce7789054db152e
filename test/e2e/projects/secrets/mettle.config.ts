import { defineConfig } from 'mettle'

export default defineConfig({
  agents: { gossip: './agents/gossip.ts', crashing: { module: './agents/gossip.ts', export: 'crash' } },
  env: ['X_TOKEN'],
  secrets: process.env.KEEP_SECRETS === 'no' ? [] : ['X_TOKEN'],
})
