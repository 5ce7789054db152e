// The Claude Agent SDK's doors: canUseTool, the PreToolUse hook as a function and as a command, and its word "defer", as
// https://code.claude.com/docs/en/agent-sdk/user-input and https://code.claude.com/docs/en/hooks have them.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'

const packages = { '@anthropic-ai/claude-agent-sdk': '0.3.332', zod: '4.6.7' }
const SERVER = 'mcp__bank__'
const bare = (name) => name.replace(SERVER, '')
// mettle gives each process a home of its own, and removes it.
const newFolder = () => mkdtempSync(join(homedir(), 'claude-'))

const bankOf = async (tools) => {
  const { createSdkMcpServer, tool } = await import('@anthropic-ai/claude-agent-sdk')
  const { z } = await import('zod')
  const made = Object.entries(tools).map(([name, run]) =>
    tool(name, name, { to: z.string(), amount: z.number() }, async (args) => ({
      content: [{ type: 'text', text: await run(args) }],
    })),
  )
  return createSdkMcpServer({ name: 'bank', version: '1', tools: made })
}

const optionsOf = async ({ url, tools }, home) => ({
  model: 'claude-sonnet-4-5',
  settingSources: [],
  mcpServers: { bank: await bankOf(tools) },
  tools: [],
  maxTurns: 5,
  cwd: home,
  env: {
    PATH: process.env.PATH,
    HOME: home,
    ANTHROPIC_BASE_URL: url,
    ANTHROPIC_API_KEY: 'k',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_ERROR_REPORTING: '1',
    DISABLE_AUTOUPDATER: '1',
    // Whoever is root runs it in a container.
    IS_SANDBOX: '1',
  },
})

/** A run that goes on while a question waits. `doors(ask)`: the options that put the mechanism in. */
const running = async (means, doors) => {
  const { query } = await import('@anthropic-ai/claude-agent-sdk')
  const home = newFolder()
  const abortController = new AbortController()
  const pending = []
  const waiting = []
  const wake = () => waiting.splice(0).forEach((go) => void go())
  let over = false
  let stop
  let error
  const ask = (question) =>
    new Promise((resolve) => {
      pending.push({ ...question, resolve })
      wake()
    })
  const options = { ...(await optionsOf(means, home)), persistSession: false, abortController, ...doors(ask) }
  async function* input() {
    yield { type: 'user', message: { role: 'user', content: 'Pay.' }, parent_tool_use_id: null }
    // As long as this does not end, questions can be answered.
    await new Promise((resolve) => {
      stop = resolve
    })
  }
  const run = async () => {
    try {
      for await (const { type, is_error: failed, subtype } of query({ prompt: input(), options })) {
        if (type !== 'result') continue
        if (failed) error = subtype
        break
      }
    } catch (thrown) {
      error = String(thrown.message).slice(0, 100)
    }
    over = true
    stop?.()
    wake()
  }
  const turn = async () => {
    while (!over && pending.length === 0) await new Promise((resolve) => waiting.push(resolve))
    // The second question of a turn comes a little later.
    if (!over) await new Promise((resolve) => setTimeout(resolve, 150))
    return { pending: pending.map(({ id, name, args }) => ({ id, name, args })), ...(error && { error }) }
  }
  let going = Promise.resolve()
  const end = async () => {
    abortController.abort()
    await going
  }
  return {
    start: () => {
      going = run()
      return turn()
    },
    answer: (answers) => {
      for (const { id, word } of answers) {
        const at = pending.findIndex((one) => one.id === id)
        if (at >= 0) pending.splice(at, 1)[0].resolve(word)
      }
      return turn()
    },
    abort: () => Promise.race([end(), new Promise((resolve) => setTimeout(resolve, 1_500))]),
    close: end,
  }
}

/** @type {import('mettle/testing').ConformanceTarget} */
const canUseTool = {
  name: 'claude-canUseTool',
  mechanism: 'canUseTool',
  kinds: ['ask', 'decide'],
  holds: 'framework',
  packages,
  words: {
    ask: { yes: { behavior: 'allow' }, no: { behavior: 'deny', message: 'no' } },
    decide: { yes: { behavior: 'allow' }, no: { behavior: 'deny', message: 'no' } },
  },
  guide: {
    page: 'https://code.claude.com/docs/en/agent-sdk/user-input',
    twice: 'a question "can stay pending indefinitely", in the process that asked it',
    altered: 'nothing is kept',
  },
  open: ({ verdict, ...means }) =>
    running(means, (ask) => ({
      canUseTool: (name, args, { toolUseID: id }) =>
        verdict ? verdict({ name: bare(name), args }) : ask({ id, name: bare(name), args }),
    })),
}

const permission = (permissionDecision) => ({
  hookSpecificOutput: { hookEventName: 'PreToolUse', permissionDecision },
})
const words = { yes: permission('allow'), no: permission('deny') }

/** Tools on the allow list need no leave but the hook's. */
const allowed = ({ tools }) => ({ allowedTools: Object.keys(tools).map((name) => SERVER + name) })

const HOOKS = 'https://code.claude.com/docs/en/hooks'

/** @returns {import('mettle/testing').ConformanceTarget} */
const hook = (name, mechanism, more = {}) => ({
  name,
  mechanism,
  kinds: ['decide'],
  holds: 'framework',
  packages,
  words: { decide: words },
  timeoutMs: 1_000,
  open: ({ verdict, timeoutMs, ...means }) =>
    running(means, () => {
      const guard = async ({ tool_name: called, tool_input: args }) => verdict({ name: bare(called), args })
      return { ...allowed(means), hooks: { PreToolUse: [{ timeout: timeoutMs / 1_000, ...more, hooks: [guard] }] } }
    }),
})

/** @returns {import('mettle/testing').ConformanceTarget} */
const program = (name, mechanism, { listed = true, ...more } = {}) => ({
  name,
  mechanism,
  kinds: ['command'],
  holds: 'framework',
  packages,
  words: { command: words },
  timeoutMs: 1_000,
  open: ({ command, timeoutMs, ...means }) =>
    running(means, () => {
      const guard = { type: 'command', command, timeout: timeoutMs / 1_000, ...more }
      const settings = { hooks: { PreToolUse: [{ matcher: '*', hooks: [guard] }] } }
      return { ...(listed && allowed(means)), settings }
    }),
})

/** The process ends when it asks. Its session file is the pause, and on the way on the same call meets the hook again. */
const session = {
  path: ({ home, id }) => {
    const projects = join('.claude', 'projects')
    const found = readdirSync(join(home, projects), { recursive: true }).find((file) => file.endsWith(`${id}.jsonl`))
    return join(projects, found)
  },
  restore: (saved) => {
    const { id, path, text } = JSON.parse(saved)
    const home = newFolder()
    mkdirSync(dirname(join(home, path)), { recursive: true })
    writeFileSync(join(home, path), text)
    return { home, id }
  },
}

/** @type {import('mettle/testing').ConformanceTarget} */
const defer = {
  name: 'claude-defer',
  mechanism: 'PreToolUse "defer", session file',
  kinds: ['ask'],
  holds: 'framework',
  packages,
  words: { ask: { yes: 'allow', no: 'deny' } },
  guide: {
    page: HOOKS,
    twice: 'resume the session that was kept',
    altered: 'silent',
    ours: 'the hook grants by the id of a call, and could look at its arguments as well: so the cases of an id that comes again are of this wiring',
  },
  async open({ saved, store, ...means }) {
    const { query } = await import('@anthropic-ai/claude-agent-sdk')
    const kept = store ?? (saved ? session.restore(saved) : { home: newFolder() })
    const turn = async (prompt, answers, signal) => {
      const said = new Map(answers.map(({ id, word }) => [id, word]))
      const guard = async ({ tool_use_id: id }) => permission(said.has(id) ? said.get(id) : 'defer')
      const abortController = new AbortController()
      if (signal?.aborted) abortController.abort()
      const options = {
        ...(await optionsOf(means, kept.home)),
        ...{ abortController, hooks: { PreToolUse: [{ hooks: [guard] }] } },
        ...(!prompt && { resume: kept.id }),
      }
      let last
      for await (const message of query({ prompt, options })) if (message.type === 'result') last = message
      kept.id = last.session_id
      const asked = last.deferred_tool_use
      return {
        pending: asked ? [{ id: asked.id, name: bare(asked.name), args: asked.input }] : [],
        ...(last.is_error && { error: last.subtype }),
      }
    }
    return {
      store: kept,
      start: () => turn('Pay.', []),
      answer: (answers, { signal } = {}) => turn('', answers, signal),
      save: async () => {
        const path = session.path(kept)
        return JSON.stringify({ id: kept.id, path, text: readFileSync(join(kept.home, path), 'utf8') })
      },
    }
  },
}

const onFailure = 'block'

export default [
  canUseTool,
  hook('claude-hook', 'PreToolUse, a function'),
  hook('claude-hook-block', 'PreToolUse, a function, onFailure: block', { onFailure }),
  program('claude-command', 'PreToolUse, a command'),
  program('claude-command-block', 'PreToolUse, a command, onFailure: block', { onFailure }),
  program('claude-command-unlisted', 'PreToolUse, a command; the tool is not on the allow list', { listed: false }),
  defer,
]
