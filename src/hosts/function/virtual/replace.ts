/** Puts functions in the place of others, whose name and length they take. What an older Node does not have stays away. */
export function replace(owner: object, functions: Record<string, (...args: never[]) => unknown>): void {
  for (const [name, own] of Object.entries(functions)) {
    const real: unknown = Reflect.get(owner, name)
    if (typeof real !== 'function') continue
    Object.defineProperty(own, 'name', { value: real.name })
    Object.defineProperty(own, 'length', { value: real.length })
    // `${os.hostname}` is what it returns.
    if (Symbol.toPrimitive in real) Object.defineProperty(own, Symbol.toPrimitive, { value: () => own() })
    Reflect.set(owner, name, own)
  }
}
