import { z } from 'zod'
import type { Json } from '../kernel/json.ts'
import { isObject } from '../kernel/object.ts'
import { defineFault } from './define.ts'
import { longestList, valueAt } from './inputs/longest-list.ts'
import { changeJson } from './replies/change-json.ts'
import { isCount, mapMembers, replaceAt } from './replies/members.ts'

export const partialWrite = defineFault({
  name: 'partial-write',
  summary: 'A write of many things is done for some of them, and reported as done for all.',
  channels: ['http', 'tool'],
  access: 'write',
  params: z.strictObject({ share: z.number().min(0).max(1).default(0.5) }),
  arbitrary: (fc) => fc.record({ share: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100) }),
  detectable: false,
  terminal: false,
  inject:
    ({ share }) =>
    async (call, next, { signal }) => {
      const list = longestList(call)
      if (!list) return next()
      const asked = list.items.length
      const kept = Math.min(Math.max(1, Math.floor(asked * share)), asked - 1)
      const reply = await next(replaceAt(call.input, list.path, list.items.slice(0, kept)))
      return changeJson(reply, signal, (value) => recounted(value, kept, asked))
    },
  symptom: ({ call, executed, delivered }) => {
    if (executed?.outcome !== 'ok' || delivered?.outcome !== 'ok' || executed.input === undefined) return undefined
    const asked = longestList(call)
    const kept = asked && valueAt(executed.input, asked.path)
    if (!asked || !Array.isArray(kept) || kept.length >= asked.items.length) return undefined
    return `${kept.length} of ${asked.items.length} were written, the client was told of success`
  },
})

/** A reply that counts what was written counts what was asked for. */
function recounted(value: Json, kept: number, asked: number): Json {
  if (Array.isArray(value)) return value.map((item) => recounted(item, kept, asked))
  if (!isObject(value)) return value
  return mapMembers(value, (name, member) => {
    if (isCount(name) && member === kept) return [name, asked]
    return [name, recounted(member, kept, asked)]
  })
}
