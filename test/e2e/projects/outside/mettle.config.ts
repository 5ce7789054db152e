import { defineConfig } from 'mettle'
import { cases } from './cases.ts'

export default defineConfig({
  agents: {
    function: './agents/function.mjs',
    unaccepted: {
      url: 'http://127.0.0.1:{{port}}/tasks',
      start: [process.execPath, 'agents/service.mjs', 'answers'],
    },
    hooked: { command: [process.execPath, '--conditions=mettle-source', 'agents/hooked.mjs'] },
    ...Object.fromEntries(Object.entries(cases).map(([name, { agent }]) => [name, agent as never])),
  },
})
