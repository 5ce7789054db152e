import { z } from 'zod'
import type { Call } from '../boundary/call.ts'
import type { WorldHandle } from '../boundary/world-handle.ts'
import type { Json } from '../kernel/json.ts'
import { equalJson } from '../kernel/match-json.ts'
import type { Random } from '../kernel/random.ts'
import { collectionName } from '../record/names.ts'
import { defineFault } from './define.ts'

export const concurrentChange = defineFault({
  name: 'concurrent-change',
  summary: 'Somebody else changes or deletes something right before the world runs the call.',
  seat: 'world',
  channels: ['http', 'tool'],
  params: z.strictObject({
    collection: collectionName().optional(),
    id: z.string().min(1).optional(),
    set: z.record(z.string(), z.json()).optional(),
  }),
  arbitrary: (fc) =>
    fc.record(
      { set: fc.dictionary(fc.constantFrom('status', 'amount'), fc.constantFrom('changed', 7), { minKeys: 1 }) },
      { requiredKeys: [] },
    ),
  detectable: false,
  terminal: false,
  inject:
    ({ collection, id, set }, _past, world) =>
    async (call, next, { random }) => {
      const place = findMember(call, world, random, collection, id)
      if (place) {
        const members = world.collection(place.collection)
        if (set) members.update(place.id, set)
        else members.delete(place.id)
      }
      return next()
    },
  // A guard that asks once more right before the call runs sees the change, and may refuse what was approved before it.
  symptom: ({ executed, delivered, meanwhile = [] }) => {
    const made = meanwhile.find(({ op, before, after }) => op === 'delete' || !equalJson(before ?? null, after ?? null))
    if (!made || !(executed || delivered?.outcome === 'refused')) return undefined
    const what = made.op === 'delete' ? 'deleted' : 'changed'
    return `somebody else had ${what} a member of ${made.collection}`
  },
})

interface Place {
  collection: string
  id: string
}

/** The member of that id, else one that the call names, else one by chance. Undefined where there is none. */
function findMember(
  { input }: Call,
  world: WorldHandle,
  random: Random,
  collection?: string,
  id?: string,
): Place | undefined {
  const names = collection === undefined ? world.collections() : [collection]
  const all = names.flatMap((name) => {
    return world
      .collection(name)
      .ids()
      .map((one): Place => ({ collection: name, id: one }))
  })
  if (id !== undefined) return all.find((place) => place.id === id)
  const texts = textsOf(input)
  return all.find((place) => texts.has(place.id)) ?? all[random.int(Math.max(1, all.length))]
}

/** Every text that stands as a value in an input. */
function textsOf(value: Json, texts = new Set<string>()): Set<string> {
  if (typeof value === 'string') texts.add(value)
  else if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) textsOf(inner, texts)
  return texts
}
