import { defineConfig } from 'mettle'

const names = ['seeded', 'unseeded', 'clocked']

export default defineConfig({
  agents: Object.fromEntries(names.map((name) => [name, { module: './agents/dice.ts', export: name }])),
})
