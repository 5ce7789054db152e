// LangChain's agents: the middleware for a human in the loop, and a wrapped call of a tool, as
// https://docs.langchain.com/oss/javascript/langchain/human-in-the-loop and .../middleware have them.

const packages = {
  langchain: '1.5.14',
  '@langchain/langgraph': '1.7.3',
  '@langchain/openai': '1.6.0',
  zod: '4.6.7',
}

const agentOf = async ({ url, tools }, more) => {
  const { createAgent, tool } = await import('langchain')
  const { ChatOpenAI } = await import('@langchain/openai')
  const { z } = await import('zod')
  const schema = z.object({ to: z.string(), amount: z.number() })
  const configuration = { baseURL: `${url}/v1` }
  return createAgent({
    model: new ChatOpenAI({ model: 'm', apiKey: 'k', maxRetries: 0, configuration }),
    tools: Object.entries(tools).map(([name, run]) => tool(run, { name, description: name, schema })),
    ...more,
  })
}

// What the store in memory holds, bytes as the text that they are: what is changed is looked for there.
const textOf = ({ storage, writes }) =>
  JSON.stringify({ storage, writes }, (_, value) =>
    value instanceof Uint8Array ? { utf8: Buffer.from(value).toString() } : value,
  )
const contentOf = (text) =>
  JSON.parse(text, (_, value) => (typeof value?.utf8 === 'string' ? new Uint8Array(Buffer.from(value.utf8)) : value))

const inMemory = async ({ saved, store }) => {
  const { MemorySaver } = await import('@langchain/langgraph')
  const checkpointer = store ?? Object.assign(new MemorySaver(), saved ? contentOf(saved) : {})
  return { checkpointer, store: checkpointer, save: async () => textOf(checkpointer) }
}

/** Each worker has connections of its own. */
const inPostgres = async ({ postgres }) => {
  const { PostgresSaver } = await import('@langchain/langgraph-checkpoint-postgres')
  const { default: pg } = await import('pg')
  const pool = new pg.Pool(postgres)
  // The database goes away with whoever is in it.
  pool.on('error', () => {})
  const checkpointer = new PostgresSaver(pool)
  await checkpointer.setup()
  return { checkpointer, store: {}, close: () => pool.end() }
}

const invoked = (agent, input, options) => agent.invoke(input, options)
const streamed = async (agent, input, options) => {
  let last
  for await (const state of await agent.stream(input, { ...options, streamMode: 'values' }))
    last = { ...last, ...state }
  return last
}

/** @returns {import('mettle/testing').ConformanceTarget} */
const humanInTheLoop = (name, mechanism, { keptIn = inMemory, run = invoked, ...more } = {}) => ({
  name,
  mechanism,
  kinds: ['ask'],
  holds: 'framework',
  packages,
  words: { ask: { yes: { type: 'approve' }, no: { type: 'reject' } } },
  // Decisions are counted off: the first is for the first question.
  withoutIds: true,
  guide: {
    page: 'https://docs.langchain.com/oss/javascript/langchain/human-in-the-loop',
    twice:
      'runs at once on one thread are "a feature of LangSmith Deployment"; decisions are in the order of the questions',
    altered: 'silent: the checkpointer is trusted',
  },
  ...more,
  async open(means) {
    const { humanInTheLoopMiddleware } = await import('langchain')
    const { Command } = await import('@langchain/langgraph')
    const { checkpointer, ...kept } = await keptIn(means)
    const interruptOn = Object.fromEntries(Object.keys(means.tools).map((one) => [one, true]))
    const agent = await agentOf(means, { checkpointer, middleware: [humanInTheLoopMiddleware({ interruptOn })] })
    const turn = async (input, signal) => {
      const options = { configurable: { thread_id: '1' }, recursionLimit: 12, signal }
      const { __interrupt__: paused } = await run(agent, input, options)
      const questions = paused?.[0]?.value?.actionRequests ?? []
      return { pending: questions.map(({ name: tool, args }, id) => ({ id, name: tool, args })) }
    }
    return {
      ...kept,
      start: () => turn({ messages: [{ role: 'user', content: 'Pay.' }] }),
      answer: (answers, { signal } = {}) => {
        const decisions = answers.toSorted((one, other) => one.id - other.id).map(({ word }) => word)
        return turn(new Command({ resume: { decisions } }), signal)
      },
    }
  },
})

/** @type {import('mettle/testing').ConformanceTarget} */
const wrapped = {
  name: 'langchain-wrap',
  mechanism: 'wrapToolCall, returning what the guard says',
  kinds: ['decide'],
  holds: 'framework',
  packages,
  words: { decide: { yes: 'handler', no: 'ToolMessage' } },
  async open({ verdict, ...means }) {
    const { createMiddleware, ToolMessage } = await import('langchain')
    const guard = createMiddleware({
      name: 'guard',
      wrapToolCall: async (request, handler) => {
        const { id, name, args } = request.toolCall
        const word = await verdict({ name, args })
        if (word === 'handler') return handler(request)
        return word === 'ToolMessage' ? new ToolMessage({ content: 'no', tool_call_id: id }) : word
      },
    })
    const agent = await agentOf(means, { middleware: [guard] })
    return {
      start: async () => {
        await agent.invoke({ messages: [{ role: 'user', content: 'Pay.' }] }, { recursionLimit: 12 })
        return { pending: [] }
      },
    }
  },
}

const postgresPackages = { ...packages, '@langchain/langgraph-checkpoint-postgres': '1.0.5', pg: '8.23.1' }

export default [
  humanInTheLoop('langchain-hitl', 'humanInTheLoopMiddleware, MemorySaver'),
  humanInTheLoop('langchain-hitl-stream', 'humanInTheLoopMiddleware, agent.stream', {
    run: streamed,
    settingOf: 'langchain-hitl',
  }),
  humanInTheLoop('langchain-hitl-postgres', 'humanInTheLoopMiddleware, PostgresSaver', {
    ...{
      keptIn: inPostgres,
      settingOf: 'langchain-hitl',
      only: 'kept',
      needsPostgres: true,
      storeIsAddress: true,
      packages: postgresPackages,
    },
  }),
  wrapped,
]
