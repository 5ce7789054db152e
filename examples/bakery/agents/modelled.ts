import { openai } from '@ai-sdk/openai'
import { generateText, isStepCount, tool } from 'ai'
import type { Agent, AgentSession } from 'mettle'
import { z } from 'zod'
import { listOrders, orderFlour, Refused } from './mill.ts'

/** An AI SDK agent as it would run in production. The model's base URL comes from OPENAI_BASE_URL. */
export const run: Agent['run'] = async (task, session) => {
  const { text } = await generateText({
    model: openai(session.model ?? 'helper'),
    instructions: 'You order what the bakery needs. When a call gets no answer, look before you try again.',
    prompt: task.text,
    tools: toolsOf(session),
    stopWhen: isStepCount(20),
    abortSignal: session.signal,
  })
  return { output: text }
}

function toolsOf({ urls, tools }: AgentSession) {
  const [mill = '', bags] = [urls.mill, z.object({ bags: z.int() })]
  return {
    list_orders: tool({ inputSchema: z.object({}), execute: () => told(listOrders(mill)) }),
    order_flour: tool({ inputSchema: bags, execute: (input) => told(orderFlour(mill, input.bags)) }),
    book_flour: tool({ inputSchema: bags, execute: async (input) => (await tools.book_flour?.call(input))?.content }),
  }
}

/** What goes wrong is told to the model. */
async function told<T>(asked: Promise<T>): Promise<T | { status: number } | { error: string }> {
  try {
    return await asked
  } catch (thrown) {
    return thrown instanceof Refused ? { status: thrown.status } : { error: String(thrown) }
  }
}
