import { defineConfig } from 'mettle'

export default defineConfig({ agents: {}, env: ['LAIR'], realTime: true })
