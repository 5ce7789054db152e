import { defineConfig } from 'mettle'

const by = (way: string) => ({ command: [process.execPath, 'agents/hurried.mjs', way] })

export default defineConfig({ agents: { http: by('http'), mcp: by('mcp'), sql: by('sql') } })
