import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    careful: './fixtures/agents/careful.ts',
    hasty: './fixtures/agents/hasty.ts',
    'ai-sdk': { module: './fixtures/agents/ai-sdk.ts', model: 'scripted' },
  },
  scenarios: './scenarios',
  // hasty is there to be caught: the gate asks for the other two.
  gate: ['passRate{agent:careful} >= 1', 'passRate{agent:ai-sdk} >= 1'],
})
