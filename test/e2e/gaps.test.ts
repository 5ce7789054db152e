import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { mettle, plantProject, ROOT } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href

/** Two tools pay, one of them within the guard's `on`; a third one writes what neither does. */
const scenario = (on: object) => `import { z } from '${at('node_modules/zod/index.js')}'
  import { defineTool } from '${at('src/world/tool.ts')}'
  import { defineCollection } from '${at('src/world/collection.ts')}'
  const [paid, logged] = [defineCollection('shop.paid'), defineCollection('shop.logged')]
  const writing = (collection, id) => defineTool({
    description: 'Writes.', input: z.object({}), access: 'write', collections: [paid, logged],
    handler: async () => { collection.create(id, {}); return {} },
  })
  export default {
    task: { text: 'Pay.' },
    world: { tools: { pay: writing(paid, 'p1'), settle: writing(paid, 'p2'), log: writing(logged, 'l1') } },
    guards: [{ use: 'rate-limit', params: ${JSON.stringify({ ...on, limit: 9, per: 'minute' })} }],
  }`

test('a collection that is written past the `on` of a guard as well is told, with the calls that do it', async () => {
  const cwd = plantProject({
    'mettle.config.js': `export default { agents: { payer: './agent.js' } }`,
    'agent.js': `export const run = async (task, { tools }) => {
      for (const name of ['pay', 'settle', 'log']) await tools[name].call({})
      return 'done'
    }`,
    'scenarios/narrow.scenario.js': scenario({ on: 'tool pay' }),
    // Controls: each of them is within it, or nothing that is within it writes there.
    'scenarios/wide.scenario.js': scenario({ on: 'tool *' }),
    'scenarios/elsewhere.scenario.js': scenario({ on: 'tool log' }),
  })
  const { stdout } = await mettle(['run', '--reporter', 'list'], { cwd })
  expect(stdout.split('\n').filter((line) => line.startsWith('Note: '))).toEqual([
    'Note: tool settle changed shop.paid, as tool pay did, and the `on` of rate-limit in narrow leaves it out.',
  ])
})
