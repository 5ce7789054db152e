// The AI SDK's tool approval, as https://ai-sdk.dev/docs/agents/tool-approvals has it.
import { claimed } from './application/claimed.js'

const generated = async ({ generateText }, options) => generateText(options)
const streamed = async ({ streamText }, options) => {
  let failed
  const stream = streamText({ ...options, onError: ({ error }) => (failed = error) })
  await stream.consumeStream()
  if (failed) throw failed
  return { content: await stream.content, response: await stream.response }
}

/** @returns {import('mettle/testing').ConformanceTarget} */
const toolApproval = (name, mechanism, { secret, run = generated, ...more } = {}) => ({
  ...more,
  name,
  mechanism,
  kinds: ['ask', 'decide'],
  holds: 'app',
  packages: { ai: '7.0.173', '@ai-sdk/openai': '4.0.118', zod: '4.6.7' },
  words: { ask: { yes: true, no: false }, decide: { yes: 'approved', no: 'denied' } },
  guide: {
    page: 'https://ai-sdk.dev/docs/agents/tool-approvals',
    twice: 'not named in the guide',
    altered: '"message history is client-controlled input": sign it with `experimental_toolApprovalSecret`',
  },
  async open({ url, tools, verdict, saved }) {
    const ai = await import('ai')
    const { stepCountIs, tool } = ai
    const { createOpenAI } = await import('@ai-sdk/openai')
    const { z } = await import('zod')
    const model = createOpenAI({ baseURL: `${url}/v1`, apiKey: 'k' }).chat('m')
    const inputSchema = z.object({ to: z.string(), amount: z.number() })
    const forEach = (make) => Object.fromEntries(Object.keys(tools).map((one) => [one, make(one)]))
    let messages = saved ? JSON.parse(saved) : [{ role: 'user', content: 'Pay.' }]
    const turn = async (history, abortSignal) => {
      const { content, response } = await run(ai, {
        ...{ model, messages: history, abortSignal, stopWhen: stepCountIs(5), maxRetries: 0 },
        ...(secret && { experimental_toolApprovalSecret: secret }),
        tools: forEach((one) => tool({ description: one, inputSchema, execute: tools[one] })),
        toolApproval: forEach((one) => (verdict ? (args) => verdict({ name: one, args }) : 'user-approval')),
      })
      messages = [...history, ...response.messages]
      const asked = content.filter((part) => part.type === 'tool-approval-request' && !part.isAutomatic)
      return {
        pending: asked.map(({ approvalId, toolCall }) => ({
          ...{ id: approvalId, name: toolCall.toolName, args: toolCall.input },
        })),
      }
    }
    return {
      start: () => turn(messages),
      save: async () => JSON.stringify(messages),
      answer: (answers, { signal } = {}) => {
        const content = answers.map(({ id, word }) => ({
          type: 'tool-approval-response',
          approvalId: id,
          approved: word,
        }))
        return turn([...messages, { role: 'tool', content }], signal)
      },
    }
  },
})

const ai = toolApproval('ai', 'toolApproval')
const secret = 'a secret of at least thirty-two bytes'

export default [
  ai,
  toolApproval('ai-signed', 'toolApproval, signed', { secret }),
  toolApproval('ai-stream', 'toolApproval, streamText', { run: streamed, settingOf: 'ai' }),
  claimed(ai),
]
