import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    thrifty: './agents/thrifty.ts',
    wasteful: './agents/wasteful.ts',
    idle: './agents/idle.ts',
  },
})
