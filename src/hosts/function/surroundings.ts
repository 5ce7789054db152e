import { rememberSlots } from './shared-slots.ts'
import { watchEnvironment } from './watch-environment.ts'

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
