import { defineConfig } from 'mettle'

const sender = (run: string) => ({ module: './agents/senders.ts', export: run })

export default defineConfig({
  agents: {
    'as-listed': sender('asListed'),
    'at-once': sender('atOnce'),
    'one-by-one': sender('oneByOne'),
    miscounted: sender('miscounted'),
  },
})
