import { type Call, defineGuard, fitsAny } from 'mettle'
import { z } from 'zod'

const params = z.strictObject({
  /** Targets that it concerns, with `*`. */
  on: z.union([z.string(), z.array(z.string()).min(1)]).default('*'),
})

/** Lets the same write take effect once. A second one is what a blind retry looks like. */
export const onceEach = defineGuard({
  name: 'once-each',
  summary: 'Denies a write that has taken effect before, with the same input.',
  params,
  start: ({ on }) => {
    // Who holds the place of each write: it is taken before the call runs, so that two at once cannot both have it.
    const holders = new Map<string, string>()
    return {
      concerns: ({ access, target }) => access !== 'read' && fitsAny(on, target),
      decide: (call) => {
        if (call.malformed !== undefined) return { kind: 'deny', reason: `malformed: ${call.malformed}` }
        if (holders.has(keyOf(call))) return { kind: 'deny', reason: 'the same write has run, or is about to' }
        holders.set(keyOf(call), call.id)
        return { kind: 'allow', reason: 'the first of its kind' }
      },
      // A call that never ran, or to which the world said no, gives its place back. A lost reply does not.
      settle: (call, executed) => {
        if (executed?.kind !== 'ok' && holders.get(keyOf(call)) === call.id) holders.delete(keyOf(call))
      },
    }
  },
  // The oracle reads what the world did, never what the guard decided: it finds what the guard let through.
  violations: ({ calls }, { on }) => {
    const ran = calls.filter(({ call, effects }) => fitsAny(on, call.target) && effects.length > 0)
    const repeated = [...Map.groupBy(ran, ({ call }) => call.key).values()].filter((same) => same.length > 1)
    return repeated.map((same) => ({
      calls: same.map(({ call }) => call.id),
      message: `${same[0]?.call.target} took effect ${same.length} times with the same input`,
    }))
  },
})

function keyOf({ key }: Call): string {
  return key
}
