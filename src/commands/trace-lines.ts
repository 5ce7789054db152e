import { visible } from '../kernel/visible.ts'
import { eventLine } from '../reports/text/event.ts'
import { eventDetail } from '../reports/text/event-detail.ts'
import { offset } from '../reports/text/quantity.ts'
import { openAdditions } from '../reports/text/request.ts'
import type { Recorded } from '../trace/event.ts'

/** Prints the events of one trial in their order: 'e12  0:31.020  c3 the world answered ok 200 {"id":"ord_1042"}'. */
export function openTraceLines(): (event: Recorded) => string {
  const channels = new Map<string, string>()
  const additionOf = openAdditions()
  let since: number | undefined
  return (event) => {
    since ??= event.at
    const call = event.type === 'call' ? event.call : undefined
    if (call) channels.set(call.id, call.channel)
    const addition = call && additionOf(call)
    const detail = eventDetail(event, (id) => channels.get(id), addition)
    const gap = addition ? ', ' : event.type === 'delivered' && event.outcome === 'gone' ? ': ' : ' '
    const text = `${eventLine(event)}${detail && `${gap}${detail}`}`
    return `${`e${event.seq}`.padEnd(4)}  ${offset(event.at - since)}  ${visible(text)}\n`
  }
}
