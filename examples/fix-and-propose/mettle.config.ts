import { defineConfig } from 'mettle'

// Programs that know git and HTTP, and nothing of mettle.
export default defineConfig({
  agents: {
    careful: { command: ['node', 'agents/careful.mjs'] },
    hasty: { command: ['node', 'agents/hasty.mjs'] },
    saboteur: { command: ['node', 'agents/saboteur.mjs'] },
  },
  gate: ['passRate{agent:careful} >= 1'],
})
