import { defineConfig } from 'mettle'
import { cases } from './cases.ts'

const sender = (...words: string[]) => ({ command: [process.execPath, 'agents/sender.mjs', ...words] })

export default defineConfig({
  agents: {
    function: './agents/function.mjs',
    hooked: { command: [process.execPath, '--conditions=mettle-source', 'agents/hooked.mjs'] },
    sends: sender('2', 'mcp__mine__send', 'mcp__mine__send'),
    'sends-elsewhere': sender('1', 'mcp__mine__send', 'mcp__other__send'),
    'asks-for-what-is-none': sender('0', 'mcp__mine__toString'),
    ...Object.fromEntries(Object.entries(cases).map(([name, { agent }]) => [name, agent as never])),
  },
})
