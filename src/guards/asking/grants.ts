import type { Clock } from '../../kernel/clock.ts'

/** A person's yes to one content. `holder` is the call that is using it. */
export interface Grant {
  content: string
  by: string
  at: number
  holder: string | undefined
}

/** The yeses that are not used up. One use each. */
export interface Grants {
  /** An unused one of this content, from now on that of the call. */
  take(content: string, call: string): Grant | undefined
  add(content: string, by: string, call: string): void
  /** Is what this call holds still good for this content? Undefined where it holds none. */
  stands(call: string, content: string): boolean | undefined
  /** Whoever gave the call its yes takes it back. */
  revoke(call: string): void
  /** One use: an approval goes with the call that ran, and returns when the call never did. */
  settle(call: string, ran: boolean): void
}

export function createGrants(clock: Clock, grantMs: number): Grants {
  let grants: Grant[] = []
  // The first call of each yes: whoever takes it back names that one.
  const origins = new Map<string, Grant>()
  const holding = new Map<string, Grant>()
  const isGood = ({ at }: Grant) => at <= clock.now() && clock.now() < at + grantMs
  return {
    take: (content, call) => {
      const unused = grants.find((one) => one.content === content && one.holder === undefined && isGood(one))
      if (!unused) return undefined
      unused.holder = call
      holding.set(call, unused)
      return unused
    },
    add: (content, by, call) => {
      const grant = { content, by, at: clock.now(), holder: call }
      grants.push(grant)
      origins.set(call, grant)
      holding.set(call, grant)
    },
    stands: (call, content) => {
      const held = holding.get(call)
      return held && grants.includes(held) && held.content === content && isGood(held)
    },
    revoke: (call) => {
      const grant = origins.get(call)
      grants = grants.filter((one) => one !== grant)
    },
    settle: (call, ran) => {
      const grant = holding.get(call)
      holding.delete(call)
      if (!grant || grant.holder !== call) return
      if (ran) grants = grants.filter((one) => one !== grant)
      else grant.holder = undefined
    },
  }
}
