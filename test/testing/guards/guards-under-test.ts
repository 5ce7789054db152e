import type { GuardAdapter, GuardStore } from 'mettle/testing'

type Adapter<A extends Record<string, string | number | boolean>> = GuardAdapter<A>

/** Changes a value in one step, whoever else does. `change` gives undefined to leave it. Did it change? */
async function change<T>(store: GuardStore, key: string, none: T, change: (is: T) => T | undefined): Promise<boolean> {
  for (;;) {
    const stored = await store.get(key)
    const becomes = change((stored ?? none) as T)
    if (becomes === undefined) return false
    if (await store.swap(key, stored, becomes as never)) return true
  }
}

/** Guards that keep their law. */
export const sound = {
  /** One action at a time in this process, and the record before the action. */
  budgetOneByOne: {
    start: ({ store, clock, effect }) => {
      let line = Promise.resolve()
      return (action) => {
        const mine = line.then(async () => {
          const day = `day ${Math.floor(clock.now() / 86_400_000)}`
          const spent = Number((await store.get(day)) ?? 0) + action.amount
          if (!(action.amount > 0 && spent <= 10)) return false
          await store.set(day, spent)
          await effect(action)
          return true
        })
        line = mine.then(
          () => undefined,
          () => undefined,
        )
        return mine
      }
    },
  } satisfies Adapter<{ amount: number }>,
  rateLimit: {
    start: ({ store, clock, effect }) => {
      return async (action) => {
        const now = clock.now()
        const isIn = await change(store, 'log', [] as number[], (log) => {
          const recent = log.filter((at) => now - at < 1_000)
          return recent.length < 2 ? [...recent, now] : undefined
        })
        if (isIn) await effect(action)
        return isIn
      }
    },
  } satisfies Adapter<{ by: string }>,
  window: {
    start: ({ clock, effect }) => {
      return async (action) => {
        const hour = new Date(clock.now()).getUTCHours()
        if (hour < 9 || hour >= 17) return false
        await effect(action)
        return true
      }
    },
  } satisfies Adapter<{ work: string }>,
  permission: {
    start: ({ store, effect }) => {
      return async (action) => {
        if (action.what === 'revoke') return store.set('revoked', true)
        if (action.who !== 'ann' || (await store.get('revoked')) === true) throw new Error('not allowed')
        await effect(action)
      }
    },
  } satisfies Adapter<{ who: string; what: string }>,
  loop: {
    start: ({ store, effect }) => {
      return async (action) => {
        const isIn = await change(store, 'run', { call: '', times: 0 }, (run) => {
          const next = run.call === action.call ? run.times + 1 : 1
          return run.times > 2 || next > 2 ? undefined : { call: action.call, times: next }
        })
        if (isIn) await effect(action)
        return isIn
      }
    },
  } satisfies Adapter<{ call: string }>,
  approval: {
    start: ({ store, effect }) => {
      return async (action) => {
        const count = `yes to ${action.what}`
        if (action.do === 'approve') {
          if (action.by === 'agent') throw new Error('nobody approves their own action')
          return change(store, count, 0, (yes) => yes + 1)
        }
        const had = await change(store, count, 0, (yes) => (yes > 0 ? yes - 1 : undefined))
        if (had) await effect(action)
        return had
      }
    },
  } satisfies Adapter<{ do: 'approve' | 'run'; what: string; by: string }>,
}

/** Guards that do not, by what is wrong with them. */
export const broken = {
  rateLimit: {
    'a window that begins at full seconds': {
      start: ({ store, clock, effect }) => {
        return async (action) => {
          const key = `second ${Math.floor(clock.now() / 1_000)}`
          const isIn = await change(store, key, 0, (count) => (count < 2 ? count + 1 : undefined))
          if (isIn) await effect(action)
        }
      },
    },
    'a bucket for each caller': {
      start: ({ store, clock, effect }) => {
        return async (action) => {
          const now = clock.now()
          const isIn = await change(store, action.by, [] as number[], (log) => {
            const recent = log.filter((at) => now - at < 1_000)
            return recent.length < 2 ? [...recent, now] : undefined
          })
          if (isIn) await effect(action)
        }
      },
    },
    'a log in memory': {
      start: ({ clock, effect }) => {
        const log: number[] = []
        return async (action) => {
          const now = clock.now()
          if (log.filter((at) => now - at < 1_000).length >= 2) return
          log.push(now)
          await effect(action)
        }
      },
    },
  } satisfies Record<string, Adapter<{ by: string }>>,
  window: {
    'work that waits in a queue': {
      start: ({ clock, store, effect }) => {
        return async (action) => {
          const hour = new Date(clock.now()).getUTCHours()
          if (hour < 9 || hour >= 17) return
          await store.set('queued', action.work)
          await effect(action)
        }
      },
    },
    'an end that is inside': {
      start: ({ clock, effect }) => {
        return async (action) => {
          const time = new Date(clock.now()).toISOString().slice(11)
          if (time >= '09:00:00.000Z' && time <= '17:00:00.000Z') await effect(action)
        }
      },
    },
  } satisfies Record<string, Adapter<{ work: string }>>,
  permission: {
    'rights that are read once': {
      start: ({ store, effect }) => {
        let revoked: unknown
        return async (action) => {
          if (action.what === 'revoke') return store.set('revoked', true)
          revoked ??= (await store.get('revoked')) ?? false
          if (action.who === 'ann' && revoked !== true) await effect(action)
        }
      },
    },
    'rights of anybody': {
      start:
        ({ effect }) =>
        async (action) =>
          action.what === 'revoke' || effect(action),
    },
  } satisfies Record<string, Adapter<{ who: string; what: string }>>,
  loop: {
    'a count in memory': {
      start: ({ effect }) => {
        let run = { call: '', times: 0 }
        return async (action) => {
          const times = run.call === action.call ? run.times + 1 : 1
          if (times > 2) return
          run = { call: action.call, times }
          await effect(action)
        }
      },
    },
  } satisfies Record<string, Adapter<{ call: string }>>,
  approval: {
    'a yes to anything': {
      start: ({ store, effect }) => {
        return async (action) => {
          if (action.do === 'approve') return action.by === 'agent' || change(store, 'yes', 0, (yes) => yes + 1)
          if (await change(store, 'yes', 0, (yes) => (yes > 0 ? yes - 1 : undefined))) await effect(action)
        }
      },
    },
    'a yes for ever': {
      start: ({ store, effect }) => {
        return async (action) => {
          if (action.do === 'approve') return action.by === 'agent' || store.set(action.what, true)
          if ((await store.get(action.what)) === true) await effect(action)
        }
      },
    },
    'a yes used up behind the action': {
      start: ({ store, effect }) => {
        return async (action) => {
          if (action.do === 'approve') return action.by === 'agent' || store.set(action.what, true)
          if ((await store.get(action.what)) !== true) return
          await effect(action)
          await store.set(action.what, false)
        }
      },
    },
    'its own yes': {
      start: ({ store, effect }) => {
        return async (action) => {
          if (action.do === 'approve') return change(store, action.what, 0, (yes) => yes + 1)
          if (await change(store, action.what, 0, (yes) => (yes > 0 ? yes - 1 : undefined))) await effect(action)
        }
      },
    },
  } satisfies Record<string, Adapter<{ do: 'approve' | 'run'; what: string; by: string }>>,
}
