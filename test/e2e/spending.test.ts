import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
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

async function runDying(dies: 'before' | 'behind') {
  const cwd = project(dies)
  const args = ['run', '--trials', '3', '--workers', '1', '--reporter', 'json']
  await mettle(args, { cwd })
  return readRecord(join(cwd, 'reports/latest'))
}

test('B3, B7: a process that dies behind its effect has spent the estimate', async () => {
  const { trials } = await runDying('behind')
  expect(trials.map(({ usage, effects }) => [usage.usd, effects])).toEqual([
    [5, 1],
    [5, 1],
    [5, 1],
  ])
})

test('B2: a process that dies before its effect has spent nothing', async () => {
  const { trials } = await runDying('before')
  expect(trials.map(({ usage, effects }) => [usage.usd, effects])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
  ])
})

describe('a budget that observes calls without a price', () => {
  const scenario = (params: string, mode = 'observe') => `import { z } from '${at('node_modules/zod/index.js')}'
    import { defineTool } from '${at('src/world/tool.ts')}'
    import { defineCollection } from '${at('src/world/collection.ts')}'
    import { usd } from '${at('src/kernel/money.ts')}'
    const made = defineCollection('shop.made')
    const tool = (more) => defineTool({
      description: 'Works.', input: z.object({}), collections: [made], handler: () => made.create(made.newId('m'), {}), ...more,
    })
    export default {
      task: { text: 'Buy, print and look.' },
      world: {
        tools: {
          buy: tool({ access: 'write', cost: () => usd(5) }),
          print: tool({ access: 'write' }),
          gift: tool({ access: 'write', cost: () => usd(0) }),
          metered: tool({ access: 'write', actual: () => usd(1) }),
          look: tool({ access: 'read', handler: () => 'nothing' }),
        },
      },
      guards: [{ use: 'budget', mode: '${mode}', params: ${params} }],
      scorers: [{ use: 'effects', params: { expect: [{ collection: 'shop.made' }] } }],
    }`
  const calls = (...tools: string[]) =>
    `export const run = async (task, { tools }) => { ${tools.map((tool) => `await tools.${tool}.call({});`).join(' ')} }`

  const run = async () => {
    const cwd = plantProject({
      'mettle.config.js': `export default { agents: { knows: './knows.js', prints: './prints.js', 'only-prints': './only.js' } }`,
      'knows.js': calls('buy', 'gift', 'metered', 'look'),
      'prints.js': calls('buy', 'print', 'look', 'print'),
      'only.js': calls('print'),
      'scenarios/open.scenario.js': scenario('{ trial: 10 }'),
      'scenarios/tight.scenario.js': scenario('{ trial: 4 }'),
      'scenarios/named.scenario.js': scenario("{ trial: 10, on: 'tool buy' }"),
      'scenarios/enforced.scenario.js': scenario('{ trial: 10 }', 'enforce'),
    })
    const { stdout } = await mettle(['run', '--reporter', 'json', '--reporter', 'list'], { cwd })
    const { trials } = readRecord(join(cwd, 'reports/latest'))
    const of = (id: string, who: string) => trials.find(({ scenario, agent }) => scenario === id && agent === who)
    return {
      stdout,
      trial: (id: string, who: string) => {
        const { verdict, reason, guards = [] } = of(id, who) ?? {}
        return { verdict, reason, outcome: guards[0]?.outcome, calls: guards[0]?.evidence[0]?.calls }
      },
    }
  }

  let ran: Awaited<ReturnType<typeof run>>
  beforeAll(async () => {
    ran = await run()
  })

  test('is unclear, names them and proves nothing; what is over a cap is bypassed all the same', () => {
    const { trial, stdout } = ran
    expect(trial('open', 'prints')).toEqual({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^Guard budget is unclear \(2 calls ran without a price, the first tool print: /),
      outcome: 'unclear',
      calls: ['c2', 'c4'],
    })
    expect(trial('open', 'only-prints')).toMatchObject({ verdict: 'inconclusive', outcome: 'unclear', calls: ['c1'] })
    expect(trial('tight', 'prints')).toMatchObject({ verdict: 'failed', outcome: 'bypassed', calls: ['c1'] })
    expect(stdout).toContain('Guard budget is unclear (2 calls ran without a price')
  })

  test('control: it held where each price is known, where what spends is named, and where it enforces', () => {
    const { trial } = ran
    expect(trial('open', 'knows')).toMatchObject({ verdict: 'passed', outcome: 'held' })
    for (const id of ['named', 'enforced']) {
      expect(trial(id, 'prints')).toMatchObject({ verdict: 'passed', outcome: 'held' })
    }
  })
})
