import { defineConfig } from 'mettle'

export default defineConfig({
  agents: { instant: './agents/instant.ts', buyer: './agents/buyer.ts', clerk: './agents/clerk.ts' },
  reporters: ['json'],
})
