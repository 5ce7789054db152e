import { rememberSlots } from './shared-slots.ts'

/** Settings of the process that would act in the next trial. */
const SETTINGS = ['cwd', 'umask'] as const

/**
 * Remembers what agents share with those that come after them in this process: the language and the modules of Node, the
 * process's listeners, its environment and folder. The function that it returns names the first thing that is no longer
 * as it was. What is new (a global of the agent's own) changes nothing for others.
 */
export function rememberSurroundings(): () => string | undefined {
  // Before the slots are remembered: the watched environment is what is there from here on.
  const environmentChanged = watchEnvironment()
  const changedSlot = rememberSlots()
  const listeners = process.eventNames().map((name) => ({ name, held: process.listeners(name as 'exit') }))
  const settings = SETTINGS.map((name) => process[name]())
  return () => {
    const slot = changedSlot()
    if (slot !== undefined) return slot
    if (process.eventNames().length !== listeners.length) return "the process's listeners were changed"
    for (const { name, held } of listeners) {
      if (!same(process.listeners(name as 'exit'), held)) return `the listeners of "${String(name)}" were changed`
    }
    if (environmentChanged()) return 'process.env was changed'
    for (const [index, name] of SETTINGS.entries()) {
      if (process[name]() !== settings[index]) return `process.${name}() was changed`
    }
    return undefined
  }
}

function same(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index])
}

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
