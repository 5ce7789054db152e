// Mastra's approval of tools, as https://mastra.ai/docs/agents/agent-approval has it.
import { mkdtempSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

const packages = { '@mastra/core': '1.71.0', '@ai-sdk/openai': '4.0.118', zod: '4.6.7' }

const inMemory = async ({ store }) => {
  const { InMemoryStore } = await import('@mastra/core/storage')
  const storage = store?.storage ?? new InMemoryStore()
  return { storage, storeOf: (runId) => ({ storage, runId }) }
}

/** Each worker has a connection of its own to the file. mettle gives each attempt's processes one home, and removes it. */
const inLibSql = async ({ store }) => {
  const { LibSQLStore } = await import('@mastra/libsql')
  const file = store?.file ?? join(mkdtempSync(join(homedir(), 'mastra-')), 'store.db')
  const storage = new LibSQLStore({ id: 'bank', url: `file:${file}` })
  await storage.init()
  return { storage, storeOf: (runId) => ({ file, runId }), close: () => storage.close?.() }
}

const generated = {
  run: (agent) => agent.generate('Pay.'),
  approve: (agent, options) => agent.approveToolCallGenerate(options),
  decline: (agent, options) => agent.declineToolCallGenerate(options),
}

const ended = async (output) => {
  await output.consumeStream()
  const [error, finishReason, suspendPayload] = await Promise.all([
    output.error,
    output.finishReason,
    output.suspendPayload,
  ])
  return { runId: output.runId, error, finishReason, suspendPayload }
}
const streamed = {
  run: async (agent) => ended(await agent.stream('Pay.')),
  approve: async (agent, options) => ended(await agent.approveToolCall(options)),
  decline: async (agent, options) => ended(await agent.declineToolCall(options)),
}

/** @returns {import('mettle/testing').ConformanceTarget} */
const requireApproval = (name, mechanism, { keptIn = inMemory, calls = generated, ...more } = {}) => ({
  name,
  mechanism,
  kinds: ['ask', 'decide'],
  holds: 'framework',
  packages,
  words: { ask: { yes: 'approve', no: 'decline' }, decide: { yes: false, no: true } },
  wordsAreMethods: true,
  guide: { page: 'https://mastra.ai/docs/agents/agent-approval', twice: 'silent', altered: 'silent' },
  ...more,
  async open({ url, tools, verdict, saved, store }) {
    const { Mastra } = await import('@mastra/core')
    const { Agent } = await import('@mastra/core/agent')
    const { createTool } = await import('@mastra/core/tools')
    const { createOpenAI } = await import('@ai-sdk/openai')
    const { z } = await import('zod')
    const { storage, storeOf, close } = await keptIn({ store })
    const flows = await storage.getStore('workflows')
    const kept = saved ? JSON.parse(saved) : { runs: [] }
    let runId = store?.runId ?? kept.runId
    for (const run of kept.runs) await flows.persistWorkflowSnapshot(run)
    const inputSchema = z.object({ to: z.string(), amount: z.number() })
    const asks = (id) => (verdict ? (args) => verdict({ name: id, args }) : true)
    const made = Object.entries(tools).map(([id, execute]) => [
      id,
      createTool({ id, description: id, inputSchema, requireApproval: asks(id), execute }),
    ])
    const bank = new Agent({
      ...{ id: 'bank', name: 'bank', instructions: 'Pay.', maxRetries: 0 },
      model: createOpenAI({ baseURL: `${url}/v1`, apiKey: 'k' }).chat('m'),
      tools: Object.fromEntries(made),
    })
    const agent = new Mastra({ agents: { bank }, storage, logger: false }).getAgent('bank')
    const turn = ({ runId: id, error, finishReason, suspendPayload: asked }) => {
      runId = id ?? runId
      const isAsking = finishReason === 'suspended'
      return {
        pending: isAsking ? [{ id: asked.toolCallId, name: asked.toolName, args: asked.args }] : [],
        ...(error && { error: String(error.message ?? error) }),
      }
    }
    return {
      get store() {
        return storeOf(runId)
      },
      close,
      start: async () => turn(await calls.run(agent)),
      save: async () => {
        const { runs } = await flows.listWorkflowRuns({})
        const plain = ({ workflowName, runId: id, snapshot }) => ({
          ...{ workflowName, runId: id },
          snapshot: typeof snapshot === 'string' ? JSON.parse(snapshot) : snapshot,
        })
        return JSON.stringify({ runId, runs: runs.map(plain) })
      },
      // It asks for one call at a time.
      answer: async ([{ id, word }], { signal } = {}) => {
        const answered = word === 'approve' ? calls.approve : calls.decline
        return turn(await answered(agent, { runId, toolCallId: id, abortSignal: signal }))
      },
    }
  },
})

export default [
  requireApproval('mastra', 'requireApproval, InMemoryStore'),
  requireApproval('mastra-stream', 'requireApproval, agent.stream', { calls: streamed, settingOf: 'mastra' }),
  requireApproval('mastra-libsql', 'requireApproval, LibSQLStore', {
    ...{ keptIn: inLibSql, settingOf: 'mastra', kinds: ['ask'], only: 'kept', storeIsAddress: true },
    packages: { ...packages, '@mastra/libsql': '1.23.1' },
  }),
]
