import { defineConfig } from 'mettle'

export default defineConfig({ agents: { pipes: { command: ['python3', 'agents/pipes.py'] } } })
