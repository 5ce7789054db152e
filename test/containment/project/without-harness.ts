// Uses one client in a plain process: `node without-harness.ts nodeHttp '{"http":"http://127.0.0.1:1/items", ...}'`.
import * as clients from './clients.ts'

const [name = '', address = '{}'] = process.argv.slice(2)
const { client } = clients[name as keyof typeof clients]
await client(JSON.parse(address)).catch(() => {})
