import { rememberSlots } from './shared-slots.ts'

/** Settings of the process that would act in the next trial. */
const SETTINGS = ['cwd', 'umask'] as const

// Held before agent code loads: what looks for changes must not be among them.
const { stringify } = JSON

/**
 * Remembers what agents share with those that come after them in this process: the language and the modules of Node, the
 * process's listeners, its environment and folder. The function that it returns names the first thing that is no longer
 * as it was. What is new (a global of the agent's own) changes nothing for others.
 */
export function rememberSurroundings(): () => string | undefined {
  const changedSlot = rememberSlots()
  const listeners = process.eventNames().map((name) => ({ name, held: process.listeners(name as 'exit') }))
  const environment = stringify(process.env)
  const settings = SETTINGS.map((name) => process[name]())
  return () => {
    const slot = changedSlot()
    if (slot !== undefined) return slot
    if (process.eventNames().length !== listeners.length) return "the process's listeners were changed"
    for (const { name, held } of listeners) {
      if (!same(process.listeners(name as 'exit'), held)) return `the listeners of "${String(name)}" were changed`
    }
    if (stringify(process.env) !== environment) return 'process.env was changed'
    for (const [index, name] of SETTINGS.entries()) {
      if (process[name]() !== settings[index]) return `process.${name}() was changed`
    }
    return undefined
  }
}

function same(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index])
}
