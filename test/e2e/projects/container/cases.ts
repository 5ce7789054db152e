import type { Verdict } from 'mettle'

interface Case {
  agent: { command: string[]; [member: string]: unknown }
  verdict: Verdict
  answer?: unknown
  /** How many notes it left. Default: one. */
  effects?: number
  /** How the trial ended, and what its error says. */
  how?: string
  error?: RegExp
}

export const python = '/usr/bin/python3'

const run = (mode: string, more: object = {}, ...words: string[]) => ({
  command: [python, 'agents/agent.py', mode, ...words],
  ...more,
})
const left = { left: true }
const none = { effects: 0, verdict: 'failed' } as const

/** What is the same in a sandbox and in a container. */
export const cases: Record<string, Case> = {
  'last-line': { agent: run('answers', { answer: 'last-line' }), verdict: 'passed', answer: left },
  'exit-code': { agent: run('exits', { answer: 'exit-code' }), verdict: 'passed', answer: 7 },
  file: {
    agent: run('file', { answer: { file: '{{tmp}}/answer.json' } }, '{{tmp}}/answer.json'),
    verdict: 'passed',
    answer: left,
  },
  words: {
    agent: run('words', { env: { GREETING: 'say {{data.word}}' } }, '{{data.word}}', '; touch $HOME', '"\n'),
    verdict: 'passed',
    answer: { words: ['hello', '; touch $HOME', '"\n'], variable: 'say hello' },
  },
  folder: {
    agent: { command: ['python3', 'agent.py', 'leaves-daemon'], cwd: 'agents' },
    verdict: 'passed',
    answer: left,
  },
  deaf: { agent: run('deaf', { stdin: 'none' }), ...none, answer: 'heard nothing' },
  fails: { agent: run('fails'), verdict: 'failed', how: 'threw', error: /^exit code 3: It is no use\.$/ },
  killed: { agent: run('killed'), ...none, how: 'threw', error: /^ended by SIGSEGV/ },
  links: {
    agent: run('links', { answer: { file: '{{tmp}}/answer.json' } }),
    ...{ ...none, how: 'threw', error: /^it left no answer/ },
  },
  waits: { agent: run('waits'), ...none, how: 'deadline' },
  floods: { agent: run('floods'), ...none, how: 'output-limit' },
  hoards: { agent: run('hoards'), ...none, how: 'memory-limit' },
  'hoards-in-a-child': { agent: run('hoards-in-a-child'), ...none, how: 'memory-limit' },
  missing: {
    agent: { command: ['no-such-program'] },
    ...{ effects: 0, verdict: 'error', error: /has no program "no-such-program"/ },
  },
}
