import { defineConfig } from 'mettle'

export default defineConfig({ agents: { honest: './honest.ts' } })
