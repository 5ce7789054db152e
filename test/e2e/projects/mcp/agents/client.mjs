import { readFileSync } from 'node:fs'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'

// An agent in a process of its own, with the protocol's own library: the same as writer.ts.
const { call = 'write_file', ...input } = JSON.parse(readFileSync(process.env.METTLE_TASK_FILE, 'utf8')).data ?? {}
const client = new Client({ name: 'agent', version: '1' }, { versionNegotiation: { mode: 'auto' } })
await client.connect(new StreamableHTTPClientTransport(new URL(process.env.METTLE_MCP_URL)))
const names = (await client.listTools()).tools.map(({ name }) => name)
const said = ({ content }) => content[0].text
const errors = []
for (let attempt = 0; attempt < 3; attempt++) {
  const files = await client.callTool({ name: 'list_files', arguments: {} })
  if (said(files).includes('note.txt')) break
  const answer = await client.callTool({ name: call, arguments: input }).catch(() => 'broken')
  if (answer === 'broken' || answer.isError) errors.push(answer === 'broken' ? answer : said(answer))
}
const read = await client.callTool({ name: 'read_file', arguments: { path: 'note.txt' } })
console.log(JSON.stringify({ names, errors, read: said(read) }))
await client.close()
