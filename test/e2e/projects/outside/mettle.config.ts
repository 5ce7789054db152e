import { defineConfig } from 'mettle'
import { cases } from './cases.ts'

export default defineConfig({
  agents: Object.fromEntries(Object.entries(cases).map(([name, { agent }]) => [name, agent as never])),
})
