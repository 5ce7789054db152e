import { defineConfig } from 'mettle'
import { cases, python } from './cases.ts'

const container = { tier: 'T3', image: process.env.METTLE_AGENT_IMAGE ?? 'mettle/agent:debian' } as const
const more = (mode: string, ...words: string[]) => ({
  command: [python, 'agents/agent.py', mode, ...words],
  ...container,
})

export default defineConfig({
  agents: {
    is: more('is'),
    writes: more('writes'),
    'leads-out': more('leads-out', process.env.METTLE_TEST_CANARY ?? '/nowhere'),
    answers: { ...more('answers'), answer: 'last-line' },
    ...Object.fromEntries(Object.entries(cases).map(([name, { agent }]) => [name, { ...agent, ...container }])),
  },
})
