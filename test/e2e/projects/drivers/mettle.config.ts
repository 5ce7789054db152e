import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    inside: './agents/inside.mjs',
    python: { command: ['/usr/bin/python3', 'agents/outside.py'] },
    node: { command: ['node', 'agents/outside.mjs'] },
  },
})
