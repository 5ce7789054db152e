import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { installedProject } from '../commands/planted.ts'
import { mettle, readRecord } from './cli.ts'

const SCENARIO = `import { defineCollection, defineScenario, defineTool } from 'mettle'
  import { z } from 'zod'
  const products = defineCollection('shop.products', Object.fromEntries(
    Array.from({ length: 20_000 }, (_, at) => ['p' + at, { name: 'Product ' + at, text: 'x'.repeat(180), price: at }])))
  const priceOf = defineTool({
    description: 'Says what a product costs.',
    access: 'read',
    input: z.strictObject({ id: z.string() }),
    collections: [products],
    handler: ({ id }) => products.get(id)?.price ?? null,
  })
  export default defineScenario({
    task: { text: 'What does p7 cost?' },
    world: { tools: Object.fromEntries(Array.from({ length: 14 }, (_, at) => ['price' + at, priceOf])) },
    scorers: [{ use: 'end-state', params: { unchanged: ['shop.products'] } }],
  })`

test('trials of fourteen tools over 4.5 MB leave small traces, and the world once', async () => {
  const cwd = installedProject({
    'mettle.config.ts': "export default { agents: { buyer: './buyer.ts' } }",
    'buyer.ts': "export const run = async (_, { tools }) => (await tools.price13.call({ id: 'p7' })).content",
    'scenarios/price.scenario.ts': SCENARIO,
  })
  const out = join(cwd, 'run')
  const { code, stderr } = await mettle(['run', '-n', '4', '--out', out, '--reporter', 'json'], { cwd })
  expect(code, stderr).toBe(0)
  const { trials } = readRecord(out)
  expect(trials.map(({ verdict, answer }) => [verdict, answer])).toEqual(Array(4).fill(['passed', 7]))
  for (const { trace } of trials) expect(trace.length).toBeLessThan(10_000)
  const worlds = readdirSync(join(out, 'worlds'))
  expect(worlds).toHaveLength(1)
  // Control: it is the whole world that lies there.
  expect(statSync(join(out, 'worlds', worlds[0] ?? '')).size).toBeGreaterThan(4_500_000)
})
