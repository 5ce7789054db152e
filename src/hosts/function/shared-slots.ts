import { AsyncLocalStorage } from 'node:async_hooks'

// Held before agent code loads: what looks for changes must not be among them.
const { getOwnPropertyDescriptor } = Object
const { ownKeys } = Reflect

/** Modules of Node that programs share, and that an agent can change for those that come after it. */
const MODULES = [
  ...['async_hooks', 'buffer', 'child_process', 'crypto', 'dns', 'events', 'fs', 'fs/promises', 'http', 'https', 'net'],
  ...['os', 'path', 'perf_hooks', 'stream', 'timers', 'timers/promises', 'tls', 'url', 'util', 'zlib'],
]

/** A place that code of all trials reads: a property of a global, of a module of Node, or of what they are made of. */
interface Slot {
  owner: object
  path: string
  key: PropertyKey
  held: PropertyDescriptor
}

/** What everything is made of: something new on these is seen everywhere. */
const ROOTS = [Object, Function, Array, String, Number, Promise, Error, Map, Set]

/** Remembers what the language and Node share with everybody. The function that it returns names the first change. */
export function rememberSlots(): () => string | undefined {
  const slots = [...findOwners()].flatMap(([owner, path]) => slotsOf(owner, path))
  const plain = slots.filter(({ held }) => !held.get && !held.set)
  const computed = slots.filter(({ held }) => held.get || held.set)
  // Side by side: after a trial none of this is in the processor's cache, and each step to another object costs.
  const owners = plain.map(({ owner }) => owner as Record<PropertyKey, unknown>)
  const keys = plain.map(({ key }) => key)
  const values = plain.map(({ held }) => held.value)
  const roots = ROOTS.map(({ name, prototype }) => ({ name, prototype, size: ownKeys(prototype).length }))
  const nameOf = (slot: Slot | undefined) => `${slot?.path}.${String(slot?.key)} was changed`
  // By index: how lists are walked and searched may be what was changed.
  return () => {
    let at = 0
    try {
      // Read as programs do: a descriptor for each of some thousand would cost more than many a trial.
      for (; at < owners.length; at++)
        if (owners[at]?.[keys[at] as PropertyKey] !== values[at]) return nameOf(plain[at])
    } catch {
      return nameOf(plain[at])
    }
    for (at = 0; at < computed.length; at++) {
      const slot = computed[at]
      if (slot && changed(slot)) return nameOf(slot)
    }
    for (at = 0; at < roots.length; at++) {
      const root = roots[at]
      if (root && ownKeys(root.prototype).length !== root.size) return `${root.name}.prototype has other members`
    }
    return undefined
  }
}

function changed({ owner, path, key, held }: Slot): boolean {
  const found = getOwnPropertyDescriptor(owner, key)
  // A getter of a global or a module that made way for its value is one that was asked for the first time.
  if (found && 'value' in found) return path.endsWith('.prototype')
  return found?.get !== held.get || found?.set !== held.set
}

function findOwners(): Map<object, string> {
  const owners = new Map<object, string>([
    [process.stdout, 'stdout'],
    [process.stderr, 'stderr'],
    // Its module hands it out by a getter.
    [AsyncLocalStorage.prototype, 'AsyncLocalStorage.prototype'],
  ])
  const add = (path: string, owner: unknown) => {
    if (!isOwner(owner) || owners.has(owner)) return
    owners.set(owner, path)
    for (const key of ownKeys(owner)) {
      const value = getOwnPropertyDescriptor(owner, key)?.value
      const prototype = isOwner(value) && getOwnPropertyDescriptor(value, 'prototype')?.value
      if (isOwner(prototype) && !owners.has(prototype)) owners.set(prototype, `${path}.${String(key)}.prototype`)
    }
  }
  add('globalThis', globalThis)
  add('process', process)
  for (const key of ownKeys(globalThis)) add(String(key), getOwnPropertyDescriptor(globalThis, key)?.value)
  for (const name of MODULES) add(name, process.getBuiltinModule(name))
  return owners
}

function slotsOf(owner: object, path: string): Slot[] {
  return ownKeys(owner).flatMap((key) => {
    const held = getOwnPropertyDescriptor(owner, key)
    return held && matters(key, held) ? [{ owner, path, key, held }] : []
  })
}

/** Figures that count (a stream's bytes, a function's length) are nobody's tool, nor is what Node keeps for itself. */
function matters(key: PropertyKey, { value, get, set }: PropertyDescriptor): boolean {
  if (get || set || typeof value === 'function') return true
  return isOwner(value) && !String(key).startsWith('_')
}

function isOwner(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null)
}
