import { defineConfig } from 'mettle'

export default defineConfig({
  agents: { careful: './agents/careful.ts', hasty: './agents/hasty.ts' },
  gate: ['passRate{agent:careful} >= 1'],
})
