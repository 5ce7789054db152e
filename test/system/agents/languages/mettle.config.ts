import { defineConfig } from 'mettle'

const cwd = '../../../../fixtures/agents/languages'

export default defineConfig({
  agents: {
    shell: { command: ['sh', 'apology.sh'], cwd, stdin: 'none' },
    // Debian's own, for which there are drivers as packages.
    python: { command: ['/usr/bin/python3', 'apology.py'], cwd },
    node: { url: 'http://127.0.0.1:{{port}}/run', start: ['node', 'service.mjs'], cwd },
  },
})
