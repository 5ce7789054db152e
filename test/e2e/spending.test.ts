import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { mettle, plantProject, ROOT, readRecord } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href

/** Each trial buys something for $5, and its process dies within the world, before or behind the effect. */
const project = (dies: 'before' | 'behind') =>
  plantProject({
    'mettle.config.js': `export default { agents: { buyer: './agent.js' } }`,
    'agent.js': `export const run = async (task, { tools }) => { await tools.buy.call({}) }`,
    'scenarios/spend.scenario.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      import { defineCollection } from '${at('src/world/collection.ts')}'
      import { usd } from '${at('src/kernel/money.ts')}'
      const bought = defineCollection('shop.bought')
      const die = () => process.kill(process.pid, 'SIGKILL')
      const buy = defineTool({
        description: 'Buys.', input: z.object({}), access: 'write', collections: [bought], cost: () => usd(5),
        handler: async () => {
          if ('${dies}' === 'before') die()
          bought.create('b1', {})
          // An effect is written down by the end of the turn in which it was made.
          await new Promise((done) => setImmediate(done))
          die()
          await new Promise(() => {})
        },
      })
      export default {
        task: { text: 'Buy.' }, world: { tools: { buy } }, guards: [{ use: 'budget', params: { trial: 10 } }],
      }`,
  })

async function run(dies: 'before' | 'behind') {
  const cwd = project(dies)
  const args = ['run', '--trials', '3', '--workers', '1', '--max-usd', '6', '--reporter', 'json']
  await mettle(args, { cwd })
  return readRecord(join(cwd, 'reports/latest'))
}

test('B3, B7: a process that dies behind its effect has spent the estimate, and the cap of the run counts it', async () => {
  const { trials, stopped } = await run('behind')
  expect(trials.map(({ usage, effects }) => [usage.usd, effects])).toEqual([[5, 1]])
  expect(stopped).toContain('$5.00 were spent')
})

test('B2: a process that dies before its effect has spent nothing', async () => {
  const { trials, stopped } = await run('before')
  expect(trials.map(({ usage, effects }) => [usage.usd, effects])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ])
  expect(stopped).toBeNull()
})
