import type { ChannelStage } from '../../../boundary/channel.ts'
import { messageOf } from '../../../kernel/errors.ts'
import type { Json } from '../../../kernel/json.ts'
import { type Carried, toolCrossing } from '../crossing.ts'
import type { Exchange } from '../mcp/exchange.ts'
import type { Leaves } from './leaves.ts'
import { type HookQuestion, type HookVerdict, readQuestion, writeVerdict } from './protocol.ts'

/** Answers an agent that asks for leave to use a tool of its own. */
export function openHook(stage: ChannelStage, leaves: Leaves): (exchange: Exchange) => Promise<void> {
  const crossings = new Map<string, ReturnType<typeof toolCrossing>>()
  const crossingOf = (tool: string) => {
    const known = crossings.get(tool) ?? toolCrossing(stage.world.hook(tool), stage)
    crossings.set(tool, known)
    return known
  }
  const ask = async (question: HookQuestion, signal: AbortSignal): Promise<Carried> => {
    const { tool, input, id } = question
    // It crosses when it is used: it would be asked about twice.
    if (leaves.gives(question)) return { kind: 'answer', answer: { content: null, isError: false } }
    return crossingOf(tool)(input, { signal, ...(id !== undefined && { toolCallId: id }) })
  }
  return async (exchange) => {
    const { request } = exchange
    if (request.method !== 'POST') return exchange.answer(new Response('Ask by POST.\n', { status: 405 }))
    try {
      const question = readQuestion((await request.json()) as Json)
      if (!question) return await exchange.answer(Response.json(writeVerdict(undefined)))
      const carried = await ask(question, request.signal)
      if (carried.kind === 'broken') exchange.break(carried.broken)
      // One that never comes is waited for.
      if (carried.kind === 'broken' && carried.broken.how !== 'truncated') return
      await exchange.answer(Response.json(writeVerdict(verdictOf(carried))))
    } catch (thrown) {
      if (request.signal.aborted) return
      await exchange.answer(new Response(`This is no question of a hook: ${messageOf(thrown)}.\n`, { status: 400 }))
    }
  }
}

function verdictOf(carried: Carried): HookVerdict {
  if (carried.kind === 'broken' || !carried.answer.isError) return { leave: true }
  const { error } = Object(carried.answer.content) as { error?: { message?: unknown } }
  return { leave: false, reason: typeof error?.message === 'string' ? error.message : 'it is not allowed' }
}
