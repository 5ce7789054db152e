// Held before agent code loads: what looks for changes must not be among them.
const { defineProperty, deleteProperty, set } = Reflect

/**
 * Watches the environment of this process for changes, in place of reading all of it behind each trial. The function that
 * it returns tells whether it is another one than it was: what was changed and set back is as it was.
 */
export function watchEnvironment(): () => boolean {
  const real = process.env
  const before = new Map<PropertyKey, string | undefined>()
  const remember = (key: PropertyKey) => {
    if (!before.has(key)) before.set(key, real[key as string])
  }
  process.env = new Proxy(real, {
    set: (target, key, value) => {
      remember(key)
      return set(target, key, value)
    },
    deleteProperty: (target, key) => {
      remember(key)
      return deleteProperty(target, key)
    },
    defineProperty: (target, key, descriptor) => {
      remember(key)
      return defineProperty(target, key, descriptor)
    },
  })
  return () => {
    for (const [key, value] of before) if (real[key as string] !== value) return true
    return false
  }
}
