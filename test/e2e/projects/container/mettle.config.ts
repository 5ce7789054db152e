import { defineConfig } from 'mettle'
import { cases, python } from './cases.ts'

const container = { tier: 'T3', image: process.env.METTLE_AGENT_IMAGE ?? 'mettle/agent:debian' } as const
const more = (mode: string) => ({ command: [python, 'agents/agent.py', mode], ...container })

export default defineConfig({
  agents: {
    is: more('is'),
    writes: more('writes'),
    answers: { ...more('answers'), answer: 'last-line' },
    ...Object.fromEntries(Object.entries(cases).map(([name, { agent }]) => [name, { ...agent, ...container }])),
  },
})
