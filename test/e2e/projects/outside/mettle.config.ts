import { defineConfig } from 'mettle'
import { cases } from './cases.ts'

export default defineConfig({
  agents: {
    function: './agents/function.mjs',
    hooked: { command: [process.execPath, '--conditions=mettle-source', 'agents/hooked.mjs'] },
    ...Object.fromEntries(Object.entries(cases).map(([name, { agent }]) => [name, agent as never])),
  },
})
