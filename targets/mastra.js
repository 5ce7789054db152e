// Mastra's approval of tools, as https://mastra.ai/docs/agents/agent-approval has it.

/** @type {import('mettle/testing').ConformanceTarget} */
export default {
  name: 'mastra',
  mechanism: 'requireApproval, InMemoryStore',
  kinds: ['ask', 'decide'],
  holds: 'framework',
  packages: { '@mastra/core': '1.71.0', '@ai-sdk/openai': '4.0.118', zod: '4.6.7' },
  words: { ask: { yes: 'approve', no: 'decline' }, decide: { yes: false, no: true } },
  wordsAreMethods: true,
  guide: { page: 'https://mastra.ai/docs/agents/agent-approval', twice: 'silent', altered: 'silent' },
  async open({ url, tools, verdict, saved, store }) {
    const { Mastra } = await import('@mastra/core')
    const { Agent } = await import('@mastra/core/agent')
    const { InMemoryStore } = await import('@mastra/core/storage')
    const { createTool } = await import('@mastra/core/tools')
    const { createOpenAI } = await import('@ai-sdk/openai')
    const { z } = await import('zod')
    const storage = store?.storage ?? new InMemoryStore()
    const flows = await storage.getStore('workflows')
    const kept = saved ? JSON.parse(saved) : { runs: [] }
    let runId = store?.runId ?? kept.runId
    for (const run of kept.runs) await flows.persistWorkflowSnapshot(run)
    const inputSchema = z.object({ to: z.string(), amount: z.number() })
    const asks = (name) => (verdict ? (args) => verdict({ name, args }) : true)
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
        return { storage, runId }
      },
      start: async () => turn(await agent.generate('Pay.')),
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
        const method = word === 'approve' ? 'approveToolCallGenerate' : 'declineToolCallGenerate'
        return turn(await agent[method]({ runId, toolCallId: id, abortSignal: signal }))
      },
    }
  },
}
