import { startServer } from '../../../src/world/databases/servers/start-server.ts'

// Starts the server that it is told to, says where it is, and ends it when standard input ends.
const server = await startServer(process.argv[2] ?? 'embedded', { digest: 'owner', prepare: async () => {} })
console.log(JSON.stringify({ admin: server.admin, runId: server.runId, majorVersion: server.majorVersion }))
for await (const _ of process.stdin);
await server[Symbol.asyncDispose]()
console.log('ended')
