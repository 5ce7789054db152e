// Uses one client in a plain process: `node without-harness.ts nodeHttp '{"http":"http://127.0.0.1:1/items", ...}'`.
import type { ClientAgent } from './agent.ts'

const [name = '', address = '{}'] = process.argv.slice(2)
const clients = (await import('./clients.ts')) as Record<string, ClientAgent>
await clients[name]?.client(JSON.parse(address)).catch(() => {})
