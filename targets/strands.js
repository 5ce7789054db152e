// Strands: interventions, and the interrupt that one of them raises, as
// https://strandsagents.com/docs/user-guide/concepts/interrupts has them.

/** @type {import('mettle/testing').ConformanceTarget} */
export default {
  name: 'strands',
  mechanism: 'an intervention that confirms or denies, snapshot',
  kinds: ['ask', 'decide'],
  holds: 'app',
  packages: { '@strands-agents/sdk': '1.19.0', '@anthropic-ai/sdk': '1.14.0', zod: '4.6.7' },
  words: { ask: { yes: 'yes', no: 'no' }, decide: { yes: { type: 'proceed' }, no: { type: 'deny', reason: 'no' } } },
  guide: {
    page: 'https://strandsagents.com/docs/user-guide/concepts/interrupts',
    twice: 'silent; sessions "respond back at a later time"',
    altered: 'silent',
  },
  async open({ url, tools, verdict, saved }) {
    const { Agent, InterventionActions, InterventionHandler, tool } = await import('@strands-agents/sdk')
    const { AnthropicModel } = await import('@strands-agents/sdk/models/anthropic')
    const { z } = await import('zod')
    const inputSchema = z.object({ to: z.string(), amount: z.number() })
    class Gate extends InterventionHandler {
      name = 'gate'
      beforeToolCall({ toolUse: { name, input } }) {
        return verdict
          ? verdict({ name, args: input })
          : InterventionActions.confirm(JSON.stringify({ name, args: input }))
      }
    }
    const agent = new Agent({
      printer: false,
      model: new AnthropicModel({
        ...{ modelId: 'm', maxTokens: 100, apiKey: 'k' },
        clientConfig: { baseURL: url, maxRetries: 0 },
      }),
      tools: Object.entries(tools).map(([name, callback]) => tool({ name, description: name, inputSchema, callback })),
      interventions: [new Gate()],
    })
    if (saved) agent.loadSnapshot(JSON.parse(saved))
    const turn = async (input, options) => {
      const { interrupts = [] } = await agent.invoke(input, options)
      return { pending: interrupts.map(({ id, reason }) => ({ id, ...JSON.parse(reason) })) }
    }
    return {
      start: () => turn('Pay.'),
      save: async () => JSON.stringify(agent.takeSnapshot({ preset: 'session' })),
      answer: (answers, { signal } = {}) => {
        const responses = answers.map(({ id, word }) => ({ interruptResponse: { interruptId: id, response: word } }))
        return turn(responses, { cancelSignal: signal })
      },
    }
  },
}
