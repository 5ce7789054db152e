import { AsyncLocalStorage } from 'node:async_hooks'
import { isDeepStrictEqual } from 'node:util'
import type { Json } from '../../kernel/json.ts'
import type { Action, GuardDeps } from './deps.ts'
import type { Deed, Put } from './story.ts'

/** What a guard asks for. */
type Request<A extends Action> = Keeping | { port: 'effect'; what: A } | { port: 'sleep'; until: number }

/** What it asks of its store. */
type Keeping =
  | { port: 'get'; key: string }
  | { port: 'delete'; key: string }
  | { port: 'set'; key: string; value: Json }
  | { port: 'swap'; key: string; before: Json | undefined; after: Json }

export interface Ask<A extends Action> {
  /** The name of an action, or 'start'. */
  who: string
  request: Request<A>
  answer(value: Json | undefined): void
  fail(error: Error): void
}

/** Whose code runs. Outside of all actions it is that of `start`. */
const running = new AsyncLocalStorage<string>()

export const START = 'start'

/** The world of one history: a clock, a store, what was done, and what the guard waits for. */
export interface Machine<A extends Action> {
  now(): number
  asks: readonly Ask<A>[]
  puts: Put<A>[]
  deeds: Deed<A>[]
  /** Runs code as that of an action. */
  as<T>(who: string, run: () => T): T
  /** What a process that starts now may use. Those of earlier ones ask in vain from here on. */
  boot(): GuardDeps<A>
  begin(name: string, action: A, at: number): Put<A>
  /** Does what was asked for and says what it was; with `lost`, the asker is told of an error. */
  perform(ask: Ask<A>, at: number, lost: boolean): string
  pass(ms: number): void
  /** The history is over: nothing is answered any more. `late`: told where the guard asks for something all the same. */
  close(late: () => void): void
}

export function createMachine<A extends Action>(startsAt: number, describe: (action: A) => string): Machine<A> {
  let now = startsAt
  let life = 0
  let late: (() => void) | undefined
  const store = new Map<string, Json>()
  const asks: Ask<A>[] = []
  const deeds: Deed<A>[] = []
  const puts: Put<A>[] = []
  const pass = (ms: number) => {
    now += ms
    for (const put of puts) if (put.ended === undefined && !put.uncertain) put.times.push(now)
  }
  const affect = ({ who, answer, fail }: Ask<A>, did: A, at: number, lost: boolean): string => {
    const put = puts.find(({ name }) => name === who) ?? nobodys(did, at, now)
    deeds.push({ put, did, at, times: [...put.times] })
    if (!lost) answer(undefined)
    else {
      put.uncertain = true
      fail(new Error('the connection was lost before the answer came'))
    }
    return `EFFECT ${describe(did)}${lost ? ', the answer is lost' : ''}`
  }
  return {
    ...{ now: () => now, asks, deeds, puts, pass },
    as: (who, run) => running.run(who, run),
    close: (told) => {
      asks.length = 0
      late = told
    },
    boot: () => {
      const mine = ++life
      asks.length = 0
      return portsOf(
        (request) =>
          new Promise((answer, fail) => {
            if (mine !== life) return
            if (late) late()
            else asks.push({ who: running.getStore() ?? START, request, answer, fail })
          }),
        () => now,
      )
    },
    begin: (name, action, at) => {
      const put: Put<A> = { name, action, begun: at, uncertain: false, times: [now] }
      puts.push(put)
      return put
    },
    perform: (ask, at, lost) => {
      asks.splice(asks.indexOf(ask), 1)
      const { request } = ask
      if (request.port === 'effect') return affect(ask, request.what, at, lost)
      if (request.port !== 'sleep') return keep(store, request, ask.answer)
      if (request.until > now) pass(request.until - now)
      ask.answer(undefined)
      return 'slept'
    },
  }
}

function portsOf<A extends Action>(
  ask: (request: Request<A>) => Promise<Json | undefined>,
  now: () => number,
): GuardDeps<A> {
  return {
    clock: { now, sleep: async (ms) => void (await ask({ port: 'sleep', until: now() + ms })) },
    store: {
      get: (key) => ask({ port: 'get', key }),
      set: async (key, value) => void (await ask({ port: 'set', key, value: structuredClone(value) })),
      delete: async (key) => void (await ask({ port: 'delete', key })),
      swap: async (key, before, after) => {
        const [was, becomes] = structuredClone([before, after])
        return (await ask({ port: 'swap', key, before: was, after: becomes as Json })) === true
      },
    },
    effect: async (what) => void (await ask({ port: 'effect', what: { ...what } })),
  }
}

/** Something that no action was under way for. */
function nobodys<A extends Action>(action: A, at: number, now: number): Put<A> {
  return { name: START, action, begun: at, uncertain: false, times: [now] }
}

function keep(store: Map<string, Json>, request: Keeping, answer: (value: Json | undefined) => void): string {
  const { key } = request
  const is = store.get(key)
  switch (request.port) {
    case 'get':
      answer(structuredClone(is))
      return `get ${key}: ${shown(is)}`
    case 'delete':
      store.delete(key)
      answer(undefined)
      return `delete ${key}`
    case 'set':
      store.set(key, request.value)
      answer(undefined)
      return `set ${key} to ${shown(request.value)}`
    case 'swap': {
      const fits = isDeepStrictEqual(is, request.before)
      if (fits) store.set(key, request.after)
      answer(fits)
      return `swap ${key} from ${shown(request.before)} to ${shown(request.after)}: ${fits ? 'done' : `it is ${shown(is)}`}`
    }
  }
}

/** A value in few letters. Unlike JSON it tells NaN from null. */
function shown(value: Json | undefined): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
