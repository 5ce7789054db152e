import { defineConfig } from 'mettle'
import { cases } from './cases.ts'

// Each agent in trouble is followed by an honest one, which must not notice.
const agents = Object.keys(cases).flatMap((name) => [
  [name, { module: './agents/trouble.ts', export: name }],
  [`after-${name}`, { module: './agents/honest.ts', export: name === 'hoards' ? 'large' : 'run' }],
])

export default defineConfig({ agents: Object.fromEntries(agents) })
