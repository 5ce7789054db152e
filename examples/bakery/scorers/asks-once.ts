import { type CallStory, defineScorer } from 'mettle'
import { z } from 'zod'

/** Does it remember what it has read? A look behind a write of its own is no repeat. */
export const asksOnce = defineScorer({
  name: 'asks-once',
  summary: 'The agent asks for nothing that it was told before, unless it has written since.',
  params: z.strictObject({
    /** How many repeats are all right. */
    spare: z.int().min(0).default(0),
  }),
  score: ({ calls }, { spare }) => {
    const repeats = repeatsOf(calls)
    const over = Math.max(0, repeats.length - spare)
    // It passes exactly when the value is 1. A tolerance belongs into the value.
    if (over === 0) return { value: 1, pass: true, reason: `It asked ${repeats.length} times again.`, events: [] }
    return {
      value: 1 - over / calls.length,
      pass: false,
      reason: `Expected at most ${spare} repeated reads, found ${repeats.length}.`,
      events: repeats.map(({ proposed }) => `e${proposed.seq}`),
    }
  },
})

/** Reads that had a good answer before, with no write since. */
function repeatsOf(calls: readonly CallStory[]): CallStory[] {
  const told = new Set<string>()
  return calls.filter(({ call, delivered }) => {
    if (call.channel === 'model') return false
    if (call.access !== 'read') told.clear()
    const again = told.has(call.key)
    if (call.access === 'read' && delivered?.outcome === 'ok') told.add(call.key)
    return again
  })
}
