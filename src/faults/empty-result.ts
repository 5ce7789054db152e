import { z } from 'zod'
import { canonical, type Json } from '../kernel/json.ts'
import { isObject } from '../kernel/object.ts'
import { defineFault } from './define.ts'
import { changeJson } from './replies/change-json.ts'
import { isCount, mapMembers } from './replies/members.ts'

export const emptyResult = defineFault({
  name: 'empty-result',
  summary: 'The reply says that there is nothing, and there is something.',
  channels: ['http', 'tool'],
  access: 'read',
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  detectable: false,
  terminal: false,
  inject:
    () =>
    async (_call, next, { signal }) =>
      changeJson(await next(), signal, emptied),
  symptom: ({ executed, delivered }) => {
    if (executed?.outcome !== 'ok' || delivered?.outcome !== 'ok' || delivered.output === undefined) return undefined
    return isEmpty(delivered.output) ? 'the client was told that there is nothing' : undefined
  },
})

/** A list without items, a page of a list without items and with a total of 0, and null for one thing. */
function emptied(value: Json): Json {
  if (Array.isArray(value)) return []
  if (!isObject(value)) return value
  if (!isPage(value)) return null
  return mapMembers(value, (name, member) => [name, withoutItems(name, member)])
}

function isPage(value: { [key: string]: Json }): boolean {
  return value.id === undefined && Object.values(value).some(Array.isArray)
}

function withoutItems(name: string, member: Json): Json {
  if (Array.isArray(member)) return []
  if (typeof member === 'number' && isCount(name)) return 0
  return typeof member === 'boolean' && /^has_?more$/i.test(name) ? false : member
}

function isEmpty(value: Json): boolean {
  if (typeof value !== 'object') return false
  return value === null || canonical(emptied(value)) === canonical(value)
}
