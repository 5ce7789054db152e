import { defineConfig } from 'mettle'
import * as clients from './clients.ts'
import * as correspondents from './correspondents.ts'

const agentsOf = (module: string, names: string[]) => names.map((name) => [name, { module, export: name }])

export default defineConfig({
  env: ['CANARIES'],
  agents: Object.fromEntries([
    ...agentsOf('./clients.ts', Object.keys(clients)),
    ...agentsOf('./correspondents.ts', Object.keys(correspondents)),
    ...agentsOf('./queue.ts', ['queues']),
  ]),
  // What is tested here are real sockets.
  realTime: true,
})
