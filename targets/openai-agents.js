// The OpenAI Agents SDK, as https://openai.github.io/openai-agents-js/guides/human-in-the-loop and .../guardrails have it.
import { claimed } from './application/claimed.js'

const packages = { '@openai/agents': '0.20.0', zod: '4.6.7' }
const page = 'https://openai.github.io/openai-agents-js/guides/human-in-the-loop'

/** One agent. `guarded(name)`: what a tool has beside its function. */
const agentOf = async ({ url, tools }, guarded) => {
  const { Agent, OpenAIProvider, Runner, tool } = await import('@openai/agents')
  const { z } = await import('zod')
  const parameters = z.object({ to: z.string(), amount: z.number() })
  const modelProvider = new OpenAIProvider({ apiKey: 'k', baseURL: `${url}/v1`, useResponses: false })
  const made = Object.entries(tools).map(([name, execute]) =>
    tool({ name, description: name, parameters, execute, ...guarded(name) }),
  )
  const agent = new Agent({ name: 'bank', instructions: 'Pay.', model: 'm', tools: made })
  return { agent, runner: new Runner({ modelProvider, tracingDisabled: true }) }
}

const ran = (runner, agent, input, options) => runner.run(agent, input, options)
const streamed = async (runner, agent, input, options) => {
  const result = await runner.run(agent, input, { ...options, stream: true })
  await result.completed
  return result
}

/** @returns {import('mettle/testing').ConformanceTarget} */
const needsApproval = (name, mechanism, { run = ran, ...more } = {}) => ({
  ...more,
  name,
  mechanism,
  kinds: ['ask', 'decide'],
  holds: 'app',
  packages,
  words: { ask: { yes: 'approve', no: 'reject' }, decide: { yes: false, no: true } },
  // `approve` and `reject` take the question itself.
  wordsAreMethods: true,
  withoutIds: true,
  guide: { page, twice: 'silent: "store your serialized state in a database"', altered: 'silent' },
  async open({ verdict, saved, ...means }) {
    const { RunState } = await import('@openai/agents')
    const decided = (one) => (verdict ? async (_, args) => verdict({ name: one, args }) : true)
    const { agent, runner } = await agentOf(means, (one) => ({ needsApproval: decided(one) }))
    let text = saved
    const turn = async (input, signal) => {
      const { state, interruptions } = await run(runner, agent, input, { signal })
      text = state.toString()
      return {
        pending: interruptions.map(({ rawItem }) => ({
          ...{ id: rawItem.callId, name: rawItem.name, args: JSON.parse(rawItem.arguments) },
        })),
      }
    }
    return {
      start: () => turn('Pay.'),
      save: async () => text,
      answer: async (answers, { signal } = {}) => {
        const state = await RunState.fromString(agent, text)
        for (const { id, word } of answers)
          state[word](state.getInterruptions().find(({ rawItem }) => rawItem.callId === id))
        return turn(state, signal)
      },
    }
  },
})

/** @type {import('mettle/testing').ConformanceTarget} */
const guardrail = {
  name: 'openai-agents-guardrail',
  mechanism: 'tool input guardrail',
  kinds: ['decide'],
  holds: 'app',
  packages,
  words: {
    decide: { yes: { behavior: { type: 'allow' } }, no: { behavior: { type: 'rejectContent', message: 'no' } } },
  },
  async open({ verdict, ...means }) {
    const run = (name) => async (data) => verdict({ name, args: JSON.parse(data.toolCall.arguments) })
    const { agent, runner } = await agentOf(means, (name) => ({
      inputGuardrails: [{ type: 'tool_input', name: 'guard', run: run(name) }],
    }))
    return {
      start: async () => {
        await runner.run(agent, 'Pay.')
        return { pending: [] }
      },
    }
  },
}

const agents = needsApproval('openai-agents', 'needsApproval')

export default [
  agents,
  needsApproval('openai-agents-stream', 'needsApproval, stream: true', { run: streamed, settingOf: 'openai-agents' }),
  claimed(agents),
  guardrail,
]
