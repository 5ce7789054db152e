import { defineConfig } from 'mettle'

const names = ['staysInside', 'byText', 'byUrl', 'byRequest', 'besideHonestWork']

export default defineConfig({
  agents: Object.fromEntries(names.map((name) => [name, { module: './agents/caller.ts', export: name }])),
})
