import type { Seam } from '../../boundary/seam.ts'
import type { ToolDoor } from '../../boundary/tool-world.ts'
import type { Json } from '../../kernel/json.ts'
import { type ToolAnswer, toolCrossing } from './crossing.ts'

/** A tool as a function across the seam. @throws {Error} code ECONNRESET or ETIMEDOUT, where the transport breaks. */
export function toolFunction(
  tool: ToolDoor,
  seam: Seam,
  principal: string,
  trialSignal: AbortSignal,
): (input: Json, options?: { signal?: AbortSignal; toolCallId?: string }) => Promise<ToolAnswer> {
  const cross = toolCrossing(tool, { seam, principal })
  return async (raw, options = {}) => {
    const carried = await cross(raw, { signal: trialSignal, ...options })
    if (carried.kind === 'answer') return carried.answer
    const [code, message] = carried.broken.how === 'no-reply' ? SILENT : SEVERED
    throw Object.assign(new Error(message), { code })
  }
}

const SILENT = ['ETIMEDOUT', 'The tool did not answer'] as const
const SEVERED = ['ECONNRESET', 'The connection to the tool broke'] as const
