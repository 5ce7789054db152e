import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    naive: './agents/naive.ts',
    'one-by-one': './agents/one-by-one.ts',
    reserving: './agents/reserving.ts',
  },
})
