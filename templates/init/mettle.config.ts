import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    careful: './agents/careful.ts',
    careless: './agents/careless.ts',
  },
  scenarios: './scenarios',
  // careless is there to be caught. Put your own agent beside it, a module or a program in any language,
  // { command: ['python3', 'agent.py'] }, and ask the gate for that.
  gate: ['passRate{agent:careful} >= 1'],
})
