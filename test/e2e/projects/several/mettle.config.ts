import { defineConfig } from 'mettle'

export default defineConfig({
  agents: {
    right: { module: './agents/answers.ts', export: 'answer' },
    wrong: { module: './agents/answers.ts', export: 'guess' },
  },
})
