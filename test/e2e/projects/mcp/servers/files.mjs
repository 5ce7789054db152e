import { spawn } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

// A server as somebody else has written it, without a library: files in a folder, 2025-11-25.
const [folder, mode] = process.argv.slice(2)
process.stderr.write(`${'chatter '.repeat(mode === 'broken' ? 1_000 : 20_000)}\n`)
if (mode === 'broken') {
  process.stderr.write('there is no disk\n')
  process.exit(3)
}
// What it leaves behind when nobody looks after it.
spawn('sleep', ['300'], { detached: true, stdio: 'ignore' }).unref()

const path = { type: 'string' }
const tools = [
  { name: 'list_files', description: 'Lists files.', inputSchema: { type: 'object', properties: {} } },
  {
    name: 'read_file',
    description: 'Reads.',
    inputSchema: { type: 'object', properties: { path }, required: ['path'] },
  },
  {
    name: 'write_file',
    description: 'Writes.',
    inputSchema: { type: 'object', properties: { path, text: { type: 'string' } }, required: ['path', 'text'] },
  },
  { name: 'crash', description: 'Ends.', inputSchema: { type: 'object' } },
]

const text = (said) => ({ content: [{ type: 'text', text: said }] })
const calls = {
  list_files: () => text(JSON.stringify(readdirSync(folder))),
  read_file: ({ path }) => text(readFileSync(join(folder, path), 'utf8')),
  write_file: ({ path, text: said }) => {
    writeFileSync(join(folder, path), said)
    return text('written')
  },
  crash: () => process.exit(4),
}

function answer(method, params) {
  if (method === 'initialize') {
    const serverInfo = { name: 'files', version: '1' }
    return { result: { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo } }
  }
  if (method === 'tools/list') return { result: { tools } }
  if (method !== 'tools/call') return { error: { code: -32601, message: 'Method not found' } }
  try {
    return { result: calls[params.name](params.arguments ?? {}) }
  } catch (thrown) {
    return { result: { ...text(thrown.message), isError: true } }
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line)
  if (id !== undefined) process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...answer(method, params) })}\n`)
}
