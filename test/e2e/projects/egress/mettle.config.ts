import { defineConfig } from 'mettle'

const names = ['staysInside', 'byText', 'byUrl', 'byRequest', 'besideHonestWork']

export default defineConfig({
  env: ['CANARY'],
  agents: Object.fromEntries(names.map((name) => [name, { module: './agents/caller.ts', export: name }])),
})
