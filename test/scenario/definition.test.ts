import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { compileScenario } from '../../src/scenario/compile.ts'
import { defineApi } from '../../src/world/apis/define.ts'
import { type Collection, defineCollection } from '../../src/world/collection.ts'
import { defineTool } from '../../src/world/tool.ts'

const written = (path: string) => {
  const handler = http.get(`https://desk.test${path}`, () => HttpResponse.json({}))
  const world = { apis: { desk: defineApi({ handlers: [handler] }) } }
  return { handler, compile: () => compileScenario('desk', 'desk', { task: { text: 'Look.' }, world }) }
}

test('a definition is what a scenario says, whether or not its world was used', () => {
  const { handler, compile } = written('/notes')
  const before = compile().definition
  handler.isUsed = true
  expect(compile().definition).toBe(before)
  expect(written('/letters').compile().definition).not.toBe(before)
})

/** The products of a shop, 1 MB of them. */
const products = (name = 'shop.products', price = 1) =>
  defineCollection<object>(
    name,
    Object.fromEntries(Array.from({ length: 5_000 }, (_, at) => [`p${at}`, { price, text: 'x'.repeat(200) }])),
  )

/** A scenario with a tool over each of these. */
const over = (collections: Collection<object>[]) => {
  const input = z.strictObject({})
  const tools = collections.map((one, at) => {
    return [`look${at}`, defineTool({ description: 'Looks.', input, collections: [one], handler: () => 1 })]
  })
  return compileScenario('shop', 'shop', { task: { text: 'Look.' }, world: { tools: Object.fromEntries(tools) } })
}

/** How long it takes at best, in ms. */
const pace = (work: () => unknown) =>
  Math.min(
    ...Array.from({ length: 3 }, () => {
      const from = performance.now()
      work()
      return performance.now() - from
    }),
  )

test('fourteen tools over one large world are compiled about as fast as one', () => {
  const shared = products()
  const one = pace(() => over([shared]))
  expect(pace(() => over(Array(14).fill(shared)))).toBeLessThan(3 * one)
  // Control: worlds of their own take fourteen times as long.
  const own = Array.from({ length: 14 }, (_, at) => products(`shop.products${at}`))
  expect(pace(() => over(own))).toBeGreaterThan(3 * one)
})

test('a world that tools share is part of the definition', () => {
  const definition = (price: number) => over(Array(2).fill(products('shop.products', price))).definition
  expect(definition(2)).not.toBe(definition(1))
  // Control: it is the same for the same world, and another where each has a collection of its own.
  expect(definition(1)).toBe(definition(1))
  expect(over([products('a.a'), products('a.b')]).definition).not.toBe(over(Array(2).fill(products('a.a'))).definition)
})
