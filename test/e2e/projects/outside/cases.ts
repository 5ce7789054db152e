import type { Verdict } from 'mettle'

interface Case {
  agent: object
  verdict: Verdict
  answer?: unknown
  /** How many notes it left. Default: one. */
  effects?: number
  /** How the trial ended, and what its error says. */
  how?: string
  error?: RegExp
}

const node = process.execPath
const run = (mode: string, more: object = {}, ...words: string[]) => ({
  command: [node, 'agents/command.mjs', mode, ...words],
  ...more,
})
const serve = (mode: string, more: object = {}) => ({
  url: 'http://127.0.0.1:{{port}}/tasks',
  start: [node, 'agents/service.mjs', mode],
  ...more,
})
const left = { left: true }

/** Agents in processes of their own. What each came to. */
export const cases: Record<string, Case> = {
  stdout: { agent: run('stdout'), verdict: 'passed', answer: left },
  silent: { agent: run('silent', { stdin: 'none' }), verdict: 'passed', answer: left },
  text: { agent: run('text'), verdict: 'passed', answer: 'I left it.' },
  'as-text': {
    agent: run('told-on-stdin', { stdin: 'text' }),
    verdict: 'passed',
    answer: { given: 'Leave a note that says hello.\n' },
  },
  'as-template': {
    agent: run('told-on-stdin', { stdin: { template: '{{scenario}} {{data.word}} {{repeat}} {{json text}}' } }),
    verdict: 'passed',
    answer: { given: 'note hello 1 "Leave a note that says hello."' },
  },
  'last-line': { agent: run('last-line', { answer: 'last-line' }), verdict: 'passed', answer: left },
  'exit-code': { agent: run('exit-code', { answer: 'exit-code' }), verdict: 'passed', answer: 7 },
  'exit-code-of-a-signal': {
    agent: run('exit-code-of-a-signal', { answer: 'exit-code' }),
    verdict: 'failed',
    how: 'threw',
    error: /^ended by SIGKILL/,
  },
  file: {
    agent: run('file', { answer: { file: '{{tmp}}/answer.json' } }, '{{tmp}}/answer.json'),
    verdict: 'passed',
    answer: left,
  },
  words: {
    agent: run('words', { env: { GREETING: 'say {{data.word}}' } }, '{{data.word}}', '; touch $HOME'),
    verdict: 'passed',
    answer: { words: ['hello', '; touch $HOME'], variable: 'say hello' },
  },
  shell: {
    agent: {
      command: `cat > /dev/null; ${node} agents/command.mjs silent < /dev/null | tr l L; echo '{{data.word}}' >&2`,
    },
    verdict: 'passed',
    answer: { Left: true },
  },
  folder: { agent: { command: [node, 'command.mjs', 'stdout'], cwd: 'agents' }, verdict: 'passed', answer: left },
  'leaves-daemon': { agent: run('leaves-daemon'), verdict: 'passed', answer: left },
  fails: { agent: run('fails'), verdict: 'failed', how: 'threw', error: /^exit code 3: It is no use\.$/ },
  killed: { agent: run('killed'), verdict: 'failed', how: 'threw', error: /^ended by SIGSEGV/ },
  'no-file': {
    agent: run('no-file', { answer: { file: '{{tmp}}/none.json' } }),
    verdict: 'failed',
    how: 'threw',
    error: /^it left no answer: ENOENT/,
  },
  waits: { agent: run('waits'), verdict: 'failed', how: 'deadline' },
  'waits-with-daemon': { agent: run('waits-with-daemon'), verdict: 'failed', how: 'deadline', effects: 0 },
  hoards: { agent: run('hoards'), verdict: 'failed', how: 'memory-limit' },
  'hoards-in-a-child': { agent: run('hoards-in-a-child'), verdict: 'failed', how: 'memory-limit', effects: 2 },
  floods: { agent: run('floods'), verdict: 'failed', how: 'output-limit' },
  'floods-after-all-that-is-kept': {
    agent: run('floods-after-all-that-is-kept'),
    verdict: 'failed',
    how: 'output-limit',
  },
  'no-template': {
    agent: run('words', {}, '{{data.wrod}}'),
    verdict: 'error',
    effects: 0,
    error: /the template "\{\{data\.wrod\}\}" cannot be filled: "wrod" not defined/,
  },
  answers: { agent: serve('answers'), verdict: 'passed', answer: left },
  streams: { agent: serve('streams'), verdict: 'passed', answer: left },
  accepts: { agent: serve('accepts', { poll: { everyMs: 20 } }), verdict: 'passed', answer: left },
  healthy: {
    agent: serve('answers', { health: 'http://127.0.0.1:{{port}}/health' }),
    verdict: 'passed',
    answer: left,
  },
  queues: {
    agent: serve('queues', {
      poll: { url: '/tasks/{{reply.id}}', everyMs: 20, while: { status: ['queued', 'running'] } },
    }),
    verdict: 'passed',
    answer: left,
  },
  refuses: { agent: serve('refuses'), verdict: 'failed', how: 'threw', error: /answered 500: It is no use\.$/ },
  dies: { agent: serve('dies'), verdict: 'failed', how: 'threw', error: /ended with exit code 4|socket hang up/ },
  'service-waits': { agent: serve('waits'), verdict: 'failed', how: 'deadline' },
}
