export type Functions = Record<string, (...args: unknown[]) => unknown>
/** Told of the arguments, and of the function's name. */
export type Tell = (args: unknown[], name: string) => void

/** Tells of each call of some functions before it is made. */
export function before(owner: Functions, which: RegExp, tell: Tell): void {
  for (const name of Object.getOwnPropertyNames(owner)) {
    const real = which.test(name) ? owner[name] : undefined
    if (typeof real !== 'function') continue
    const told = function (this: unknown, ...args: unknown[]) {
      tell(args, name)
      return Reflect.apply(real, this, args)
    }
    // What Node keeps on a function (how to promisify it) stays with it.
    owner[name] = Object.defineProperties(told, Object.getOwnPropertyDescriptors(real))
  }
}
