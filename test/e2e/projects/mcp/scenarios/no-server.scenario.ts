import { defineScenario } from 'mettle'

export default defineScenario({
  task: { text: 'Write a note.' },
  world: { mcp: { files: { command: ['node', '../servers/files.mjs', '{{tmp}}', 'broken'] } } },
  scorers: [{ use: 'answer', params: { includes: ['hello'] } }],
})
