import { bridge } from './bridge.ts'

// A client of MCP starts this file as its server. It loads nothing else: an agent waits for it.
const url = process.argv[2] ?? process.env.METTLE_MCP_URL
if (url === undefined || !URL.canParse(url)) {
  const found = url === undefined ? 'there is none' : `${JSON.stringify(url)} is none`
  process.stderr.write(`Failed to reach the tools: ${found}. Give the address as METTLE_MCP_URL or as the argument.\n`)
  process.exit(2)
}
await bridge(url, { input: process.stdin, write: (line) => void process.stdout.write(`${line}\n`) })
process.exit(0)
