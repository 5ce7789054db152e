import { defineConfig } from 'mettle'
import { cases } from './cases.ts'

export default defineConfig({
  agents: Object.fromEntries(Object.keys(cases).map((name) => [name, { module: './agents/clients.ts', export: name }])),
  reporters: ['json'],
})
