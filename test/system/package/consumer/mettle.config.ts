import { defineConfig } from 'mettle'

export default defineConfig({ agents: { clerk: './agents/clerk.ts' }, gate: ['passRate >= 1'] })
