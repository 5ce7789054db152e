import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    quick: './agents/quick.ts',
    slow: './agents/slow.ts',
    spinning: { module: './agents/slow.ts', export: 'spin' },
    last: './agents/quick.ts',
  },
})
