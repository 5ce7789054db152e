import { defineConfig } from 'mettle'

export default defineConfig({ agents: { clerk: './clerk.ts' }, workers: 2, realTime: true })
