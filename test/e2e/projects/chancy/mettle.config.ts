import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    steady: { module: './agents/chancy.ts', export: 'steady' },
    wobbly: { module: './agents/chancy.ts', export: 'wobbly' },
    broken: { module: './agents/chancy.ts', export: 'broken' },
  },
  workers: 2,
})
