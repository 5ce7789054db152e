import { defineConfig } from 'mettle'

export default defineConfig({ agents: { dogged: './agents/dogged.ts' } })
