import { defineConfig } from 'mettle'

export default defineConfig({
  agents: { steady: './agents/steady.ts' },
  reporters: ['list', 'json'],
})
