import type { ProgramAsked } from '../../../boundary/breakage.ts'
import type { ChannelStage } from '../../../boundary/channel.ts'
import type { Json } from '../../../kernel/json.ts'
import type { Exchange } from '../mcp/exchange.ts'

/** Tells the launcher of a safeguard that is a program whether it fails now, and how. */
export function openSafeguard(stage: ChannelStage): (exchange: Exchange) => Promise<void> {
  return async (exchange) => {
    const { request } = exchange
    if (request.method !== 'POST') return exchange.answer(new Response('Ask by POST.\n', { status: 405 }))
    const asked = readAsked((await request.json().catch(() => null)) as Json)
    if (!asked) return exchange.answer(new Response('This is no question of a launcher.\n', { status: 400 }))
    await exchange.answer(Response.json({ program: stage.breakProgram?.(asked) ?? null }))
  }
}

function readAsked(sent: Json): ProgramAsked | undefined {
  const { guard, tool, sound } = Object(sent) as Record<string, Json>
  if (sound !== 'allow' && sound !== 'deny') return undefined
  return { sound, ...(typeof guard === 'string' && { guard }), ...(typeof tool === 'string' && { tool }) }
}
