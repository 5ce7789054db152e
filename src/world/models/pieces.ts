import type { Json } from '../../kernel/json.ts'

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

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
