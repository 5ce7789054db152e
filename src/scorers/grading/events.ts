/** References into the trace: 'e12' is the event with seq 12. */
export function refer(events: readonly { seq: number }[]): string[] {
  return events.map(({ seq }) => `e${seq}`)
}

/** ' (e12, e19)' for a sentence; nothing where there are none. */
export function cite(events: readonly string[]): string {
  if (events.length === 0) return ''
  return ` (${events.slice(0, 5).join(', ')}${events.length > 5 ? ' …' : ''})`
}
