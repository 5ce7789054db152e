import { cutMiddle } from '../../../kernel/head-and-tail.ts'
import type { Json } from '../../../kernel/json.ts'
import { openAbridger } from '../../../trace/abridge.ts'
import { membersOf } from '../../../trace/abridged.ts'
import type { Recorded } from '../../../trace/event.ts'
import type { Evidence } from '../../../trace/evidence.ts'
import { cutLarge, cutMessage } from './cut-large.ts'
import type { EmbeddedTrace } from './shape.ts'

/** Characters of one trace that the page carries. */
const LONGEST = 1_000_000
/** An event of fewer characters is carried as it is. */
const SMALL = 8_192

/** A trace as a line: its events until it is full, large values cut. */
export function traceLine(evidence: Evidence | string): string {
  if (typeof evidence === 'string') return JSON.stringify({ unreadable: evidence } satisfies EmbeddedTrace)
  const texts: string[] = []
  let size = 0
  // Secrets are hidden by now.
  const abridge = openAbridger((text) => text)
  for (const event of evidence.events) {
    const text = abridge(withCutRequest(event)) ?? eventText(event)
    size += text.length
    if (size > LONGEST) break
    texts.push(text)
  }
  const sizes = Object.entries(evidence.initial).map(([name, members]) => [name, Object.keys(members).length])
  const more = evidence.events.length - texts.length
  return `{"events":[${texts.join(',')}],"sizes":${JSON.stringify(Object.fromEntries(sizes))},"more":${more}}`
}

function eventText(event: Recorded): string {
  if (event.type === 'trial-started') {
    // The world before the first call can be large: the page tells its sizes.
    const { databases: _, stored: __, ...started } = event
    return JSON.stringify({ ...started, task: cutTask(event.task), world: {} })
  }
  const text = JSON.stringify(event)
  return text.length <= SMALL ? text : JSON.stringify(cutMembers(event as unknown as Record<string, Json>))
}

/** A request to a model with each large value in its lists cut, and any other that is large: what was said once is carried once. */
function withCutRequest(event: Recorded): Recorded {
  if (event.type !== 'call' || event.call.wire === undefined) return event
  const { call } = event
  const members = membersOf(call.input)
  if (members === undefined) return event
  const around = Object.entries(call.input as object).map(([name, value]) => [name, cutLarge(value)])
  const body = Object.entries(members).map(([name, value]) => {
    return [name, Array.isArray(value) ? value.map(cutMessage) : cutLarge(value)]
  })
  const input = { ...Object.fromEntries(around), body: Object.fromEntries(body) } as Json
  return { ...event, call: { ...call, input } }
}

function cutTask({ text, data }: { text: string; data: Json }): { text: string; data: Json } {
  return { text: cutMiddle(text, SMALL), data: cutLarge(data) }
}

const BOUNDED_TEXT = 4_096

/** The event with each large member cut, and those of its call. Texts stay texts. */
function cutMembers(event: Record<string, Json>): Record<string, Json> {
  const cut = Object.entries(event).map(([name, member]): [string, Json] => {
    if (name === 'call' && member !== null && typeof member === 'object') {
      return [name, cutMembers(member as Record<string, Json>)]
    }
    if (typeof member === 'string' && name !== 'output') return [name, cutMiddle(member, BOUNDED_TEXT)]
    return [name, cutLarge(member)]
  })
  return Object.fromEntries(cut)
}
