import { defineConfig } from 'mettle'

export default defineConfig({
  agents: { wanderer: './agents/wanderer.ts' },
  reporters: ['json'],
})
