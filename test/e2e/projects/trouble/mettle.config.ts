import { defineConfig } from 'mettle'
import * as trouble from './agents/trouble.ts'

const agents = Object.keys(trouble).flatMap((name) => [
  [name, { module: './agents/trouble.ts', export: name }],
  [`after-${name}`, './agents/honest.ts'],
])

export default defineConfig({ agents: Object.fromEntries(agents) })
