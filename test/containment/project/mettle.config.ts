import { defineConfig } from 'mettle'
import * as clients from './clients.ts'

const agents = Object.keys(clients).map((name) => [name, { module: './clients.ts', export: name }])

export default defineConfig({ agents: Object.fromEntries(agents), reporters: ['html'] })
