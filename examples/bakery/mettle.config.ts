import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    steady: './agents/steady.ts',
    hurried: './agents/hurried.ts',
    modelled: './agents/modelled.ts',
  },
  gate: ['passRate{agent:steady} >= 1', 'passRate{agent:modelled} >= 1'],
})
