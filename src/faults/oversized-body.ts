import { z } from 'zod'
import type { Json } from '../kernel/json.ts'
import { isObject } from '../kernel/object.ts'
import { sizeOf } from '../trace/bounded.ts'
import { defineFault } from './define.ts'
import { changeJson } from './replies/change-json.ts'

export const oversizedBody = defineFault({
  name: 'oversized-body',
  summary: 'The reply is the right one, with a field of filler that makes it very large.',
  channels: ['http', 'tool', 'model'],
  params: z.strictObject({ bytes: z.int().min(1_000).max(100_000_000).default(5_000_000) }),
  arbitrary: (fc) => fc.record({ bytes: fc.integer({ min: 1_000, max: 200_000 }) }),
  detectable: true,
  terminal: false,
  inject:
    ({ bytes }) =>
    async (_call, next, { signal }) =>
      changeJson(await next(), signal, (value) => padded(value, bytes - sizeOf(value))),
  symptom: ({ executed, delivered }, { bytes }) => {
    if (!executed || delivered?.outcome !== 'ok' || delivered.output === undefined) return undefined
    const size = sizeOf(delivered.output)
    return size >= bytes && size > sizeOf(executed.output) ? `a reply of ${size} bytes` : undefined
  },
})

/** The name that it gets in the text of its object: `,"padding":""`. */
const MEMBER = 'padding'
const OVERHEAD = 13

/** In an object or in the last object of a list; other values have no room for more. */
function padded(value: Json, missing: number): Json {
  if (missing <= 0) return value
  if (isObject(value)) return { ...value, [MEMBER]: 'x'.repeat(Math.max(1, missing - OVERHEAD)) }
  if (!Array.isArray(value) || value.length === 0) return value
  return [...value.slice(0, -1), padded(value.at(-1) ?? null, missing)]
}
