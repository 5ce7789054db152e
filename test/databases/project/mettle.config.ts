import { defineConfig } from 'mettle'
export default defineConfig({ agents: { a: './agents/a.ts' } })
