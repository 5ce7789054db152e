// Held before agent code loads: what looks for changes must not be among them.
const { getOwnPropertyDescriptor, getOwnPropertyNames, is } = Object

interface Property {
  owner: object
  path: string
  name: string
  value: unknown
}

/** Settings of the process that would act in the next trial. */
const SETTINGS = ['cwd', 'umask'] as const

/**
 * Remembers what agents share with those that come after them in this process: the language's globals, the process's
 * listeners, its environment and folder. The function that it returns names the first thing that is no longer as it was.
 * What is new (a global of the agent's own) changes nothing for others.
 */
export function rememberSurroundings(): () => string | undefined {
  const properties = propertiesOfGlobals()
  const listeners = process.eventNames().map((name) => ({ name, held: process.listeners(name as 'exit') }))
  const environment = JSON.stringify(process.env)
  const settings = SETTINGS.map((name) => process[name]())
  return () => {
    for (const { owner, path, name, value } of properties) {
      const found = getOwnPropertyDescriptor(owner, name)
      // A getter that made way for its value is one that was asked for the first time.
      if (!found || !is(found.value ?? value, value)) return `${path}.${name} was changed`
    }
    if (process.eventNames().length !== listeners.length) return "the process's listeners were changed"
    for (const { name, held } of listeners) {
      if (!same(process.listeners(name as 'exit'), held)) return `the listeners of "${String(name)}" were changed`
    }
    if (JSON.stringify(process.env) !== environment) return 'process.env was changed'
    for (const [index, name] of SETTINGS.entries()) {
      if (process[name]() !== settings[index]) return `process.${name}() was changed`
    }
    return undefined
  }
}

function propertiesOfGlobals(): Property[] {
  const owners: [string, object][] = [
    ['globalThis', globalThis],
    ['process', process],
    ['stdout', process.stdout],
    ['stderr', process.stderr],
  ]
  for (const name of getOwnPropertyNames(globalThis)) {
    const value = getOwnPropertyDescriptor(globalThis, name)?.value
    if (value === globalThis || value === process || !isOwner(value)) continue
    owners.push([name, value])
    const prototype = getOwnPropertyDescriptor(value, 'prototype')?.value
    if (isOwner(prototype)) owners.push([`${name}.prototype`, prototype])
  }
  return owners.flatMap(([path, owner]) =>
    getOwnPropertyNames(owner).flatMap((name) => {
      const value = getOwnPropertyDescriptor(owner, name)?.value
      // Figures that count (a stream's bytes, a function's length) are nobody's tool.
      return isOwner(value) && !name.startsWith('_') ? [{ owner, path, name, value }] : []
    }),
  )
}

function isOwner(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}

function same(some: readonly unknown[], others: readonly unknown[]): boolean {
  return some.length === others.length && some.every((one, index) => one === others[index])
}
