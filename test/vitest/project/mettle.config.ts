import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    thrifty: './agents/thrifty.ts',
    spendthrift: './agents/spendthrift.ts',
    idle: './agents/idle.ts',
  },
})
