import type { ProgramAsked } from '../../../boundary/breakage.ts'
import type { ChannelStage } from '../../../boundary/channel.ts'
import type { Json } from '../../../kernel/json.ts'
import { suggest } from '../../../kernel/nearest.ts'
import type { Exchange } from '../mcp/exchange.ts'

/** Tells the launcher of a safeguard that is a program whether it fails now, and how. */
export function openSafeguard(stage: ChannelStage): (exchange: Exchange) => Promise<void> {
  return async (exchange) => {
    const { request } = exchange
    if (request.method !== 'POST') return exchange.answer(new Response('Ask by POST.\n', { status: 405 }))
    const asked = readAsked((await request.json().catch(() => null)) as Json)
    if (!asked) return exchange.answer(new Response('This is no question of a launcher.\n', { status: 400 }))
    const unknown = unknownGuard(asked, stage)
    if (unknown) return exchange.answer(new Response(`${unknown}\n`, { status: 422 }))
    await exchange.answer(Response.json({ program: stage.breakProgram?.(asked) ?? null }))
  }
}

function readAsked(sent: Json): ProgramAsked | undefined {
  const { guard, tool, sound } = Object(sent) as Record<string, Json>
  if (sound !== 'allow' && sound !== 'deny') return undefined
  return { sound, ...(typeof guard === 'string' && { guard }), ...(typeof tool === 'string' && { tool }) }
}

/** A launcher that names no guard of the scenario is never struck, whatever the plan says. */
function unknownGuard({ guard }: ProgramAsked, { guardNames }: ChannelStage): string | undefined {
  if (guard === undefined || !guardNames || guardNames.includes(guard)) return undefined
  return `The scenario has no guard "${guard}".${suggest(guard, guardNames)}`
}
