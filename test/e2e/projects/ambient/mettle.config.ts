import { defineConfig } from 'mettle'

const agentsOf = (module: string, names: string[]) => names.map((name) => [name, { module, export: name }])

export default defineConfig({
  agents: Object.fromEntries([
    ...agentsOf('./agents/tells.ts', ['tells']),
    ...agentsOf('./agents/needs.ts', ['asks', 'swallows', 'prints']),
  ]),
  env: process.env.GIVE?.split(',') ?? [],
})
