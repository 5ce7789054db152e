import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    pipes: { command: ['python3', 'agents/pipes.py'] },
    client: { command: ['node', 'agents/client.mjs'] },
    writer: './agents/writer.ts',
  },
})
