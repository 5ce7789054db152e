import { defineConfig } from 'mettle'

export default defineConfig({ agents: { clerk: './agents/clerk.ts' }, judgeSeconds: 1.5 })
