/**
 * Runs something and names the globals of chance and time that it touched: Math.random, Date, timers, performance.now,
 * crypto. They still work meanwhile, and are put back afterwards.
 */
export async function touchedGlobals(run: () => Promise<unknown>): Promise<string[]> {
  const touched = new Set<string>()
  const undo = [
    ...['setTimeout', 'setInterval'].map((name) => trap(globalThis, name, name, touched)),
    trap(Math, 'random', 'Math.random', touched),
    trap(performance, 'now', 'performance.now', touched),
    ...['randomUUID', 'getRandomValues'].map((name) => trap(crypto, name, `crypto.${name}`, touched)),
    trapDate(touched),
  ]
  try {
    await run()
  } finally {
    for (const put of undo) put()
  }
  return [...touched].sort()
}

function trap(owner: object, member: string, title: string, touched: Set<string>): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, member)
  const original = Reflect.get(owner, member) as (...args: unknown[]) => unknown
  const value = (...args: unknown[]) => {
    touched.add(title)
    return original.apply(owner, args)
  }
  Object.defineProperty(owner, member, { value, configurable: true, writable: true })
  return () => {
    Reflect.deleteProperty(owner, member)
    if (own) Object.defineProperty(owner, member, own)
  }
}

function trapDate(touched: Set<string>): () => void {
  const original = globalThis.Date
  globalThis.Date = new Proxy(original, {
    construct: (target, args, newTarget) => {
      if (args.length === 0) touched.add('Date')
      return Reflect.construct(target, args, newTarget)
    },
    apply: (target, self, args) => {
      touched.add('Date')
      return Reflect.apply(target, self, args)
    },
    get: (target, member, receiver) => {
      if (member === 'now') touched.add('Date')
      return Reflect.get(target, member, receiver)
    },
  })
  return () => {
    globalThis.Date = original
  }
}
