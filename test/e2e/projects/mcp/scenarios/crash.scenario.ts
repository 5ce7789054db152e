import { defineScenario } from 'mettle'

export default defineScenario({
  task: { text: 'Write a note.', data: { call: 'crash' } },
  world: { mcp: { files: { command: ['node', '../servers/files.mjs', '{{tmp}}', 'files'] } } },
  scorers: [{ use: 'answer', params: { includes: ['hello'] } }],
})
