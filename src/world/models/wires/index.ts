import type { ModelWire } from '../../../trace/events/call.ts'
import { chatCompletions } from './chat-completions.ts'
import type { Place, Wire } from './define.ts'
import { generateContent } from './generate-content.ts'
import { messages } from './messages.ts'
import { responses } from './responses.ts'

export const wires: Readonly<Record<ModelWire, Wire>> = {
  responses,
  'chat-completions': chatCompletions,
  messages,
  'generate-content': generateContent,
}

/** The wire that has something at an address, and what. */
export function findPlace(method: string, url: URL): { wire: Wire; place: Place } | undefined {
  for (const wire of Object.values(wires)) {
    const place = wire.find(method, url)
    if (place) return { wire, place }
  }
  return undefined
}
