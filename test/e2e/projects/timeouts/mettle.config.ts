import { defineConfig } from 'mettle'
import { WAYS } from './clients.ts'

export default defineConfig({
  agents: Object.fromEntries(WAYS.map((way) => [way, { module: './clients.ts', export: way }])),
  workers: 2,
})
