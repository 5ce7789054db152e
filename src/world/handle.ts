import { runAs } from '../boundary/current.ts'
import { NO_WORLD, type WorldHandle, type WorldTools } from '../boundary/world-handle.ts'
import type { Json } from '../kernel/json.ts'
import { suggest } from '../kernel/nearest.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import { defineCollection, type Members } from './collection.ts'

/** A change as a collection reports it. */
export type WorldChange = Omit<EffectEvent, 'type' | 'calls' | 'late'>

/** A trial's collections for whoever changes them from outside. @param effect Told of every change. */
export function worldHandle(
  members: Members,
  effect: (change: WorldChange) => void,
  tools: WorldTools = NO_WORLD.tools,
): WorldHandle {
  const within = <T>(run: () => T): T => runAs({ members, executing: { call: 'somebody else', effect } }, run)
  return {
    tools,
    collections: () => [...members.keys()],
    collection: (name) => {
      const known = members.get(name)
      if (!known) throw new Error(`There is no collection "${name}".${suggest(name, [...members.keys()])}`)
      const collection = defineCollection<Record<string, Json>>(name)
      return {
        ids: () => [...known.keys()],
        get: (id) => within(() => collection.get(id)),
        create: (id, member) => void within(() => collection.create(id, member)),
        update: (id, fields) => void within(() => collection.update(id, fields)),
        delete: (id) => within(() => collection.delete(id)),
      }
    },
  }
}
