import { defineConfig } from 'mettle'
import * as nine from './agents.ts'

export default defineConfig({
  agents: Object.fromEntries(Object.keys(nine).map((name) => [name, { module: './agents.ts', export: name }])),
})
