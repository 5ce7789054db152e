import { defineConfig } from 'mettle'

export default defineConfig({ agents: { visitor: './agents/visitor.ts' }, judgeSeconds: 1.5 })
