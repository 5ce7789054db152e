import { defineConfig } from 'mettle'
import * as agents from './agents.ts'

export default defineConfig({
  agents: Object.fromEntries(Object.keys(agents).map((name) => [name, { module: './agents.ts', export: name }])),
})
