import { join } from 'node:path'
import { defineConfig } from 'mettle'

const AGENTS = join(import.meta.dirname, '../../../../fixtures/agents')
// The folder that a sandbox shows beside this one.
const cwd = join(AGENTS, 'python')
// The machine's own: it has what apt-get installs. It leaves no compiled files among the fixtures.
const python = (file: string) => ['/usr/bin/python3', '-B', file]

const container = { tier: 'T3', image: process.env.METTLE_AGENT_IMAGE ?? 'mettle/agent:debian' } as const

export default defineConfig({
  agents: {
    // A sandbox shows what its scenarios are made of.
    careful: { module: join(AGENTS, 'careful.ts'), mounts: ['../../../..'] },
    python: { command: python('careful.py'), cwd },
    'python-container': { command: python('careful.py'), cwd, ...container },
    'python-service': { url: 'http://127.0.0.1:{{port}}/run', start: python('service.py'), cwd },
  },
})
