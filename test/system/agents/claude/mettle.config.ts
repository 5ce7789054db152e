import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    claude: {
      command: ['node', 'agent.mjs'],
      cwd: '../../../../fixtures/claude',
      model: 'claude-sonnet-4-5',
      answer: 'last-line',
    },
  },
})
