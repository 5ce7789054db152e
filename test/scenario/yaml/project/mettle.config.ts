import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    careful: '../../../../fixtures/agents/careful.ts',
    hasty: '../../../../fixtures/agents/hasty.ts',
  },
  gate: ['passRate{agent:careful} >= 1'],
})
