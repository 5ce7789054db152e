import type { Json } from '../../kernel/json.ts'
import { fieldsOf } from './wires/fields.ts'

/** A body of a provider's as it is heard: its events, the members of a list, or the one answer that it is. */
export function piecesOf(text: string): Json[] {
  const whole = parsed(text)
  if (whole !== undefined) return Array.isArray(whole) ? whole : [whole]
  return eventsOf(text).flatMap((data) => parsed(data) ?? [])
}

/** The data of each event. Source: the HTML standard, "Server-sent events". */
function eventsOf(text: string): string[] {
  return text.split(/\r\n\r\n|\n\n|\r\r/).flatMap((event) => {
    const data = event.split(/\r\n|\n|\r/).flatMap((line) => /^data: ?(.*)$/.exec(line)?.[1] ?? [])
    return data.length === 0 ? [] : [data.join('\n')]
  })
}

/**
 * What went wrong, where a provider says so in the body of an answer whose status says that all is well: whole, or as an event of
 * its stream. Every wire calls it an error, of the answer or of the response that the answer tells of.
 */
export function failureIn(pieces: readonly Json[]): string | undefined {
  for (const piece of pieces) {
    const { error, response, type } = fieldsOf(piece)
    const said = error ?? fieldsOf(response).error ?? (type === 'error' ? piece : undefined)
    if (said !== undefined && said !== null) return JSON.stringify(said)
  }
  return undefined
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
