import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import type { RunRecord } from '../../src/record/run.ts'
import { mettle, plantProject, ROOT, readRecord, trialOf } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href

let record: RunRecord

/** Agents that share a project with the world that they are tested in. */
beforeAll(async () => {
  const cwd = plantProject({
    'mettle.config.js': `export default {
      agents: Object.fromEntries(['byTool', 'byCollection', 'byHandler'].map((name) => [name, { module: './agents.js', export: name }])),
      gate: ['passRate >= 0'],
    }`,
    'world.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineCollection } from '${at('src/world/collection.ts')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      export const transfers = defineCollection('bank.transfers')
      export const handler = () => (transfers.create('t_1', { usd: 60 }), 'sent')
      export const pay = defineTool({ description: 'Pays.', input: z.object({}), access: 'write', collections: [transfers], handler })`,
    'agents.js': `import { handler, transfers } from './world.js'
      export const byTool = async (_, { tools }) => (await tools.pay.call({})).content
      export const byCollection = async () => transfers.create('t_1', { usd: 60 })
      export const byHandler = async () => handler({})`,
    'scenarios/pay.scenario.js': `import { pay, transfers } from '../world.js'
      export default {
        task: { text: 'Pay.' },
        world: { tools: { pay } },
        scorers: [{ use: 'effects', params: { expect: [{ op: 'create', collection: 'bank.transfers' }] } }],
      }`,
  })
  const { stderr } = await mettle(['run', '--reporter', 'json'], { cwd })
  expect(stderr).toBe('')
  record = readRecord(join(cwd, 'reports/latest'))
})

test('a world is written by calls', () => {
  expect(trialOf(record, 'byTool')).toMatchObject({ verdict: 'passed', effects: 1, answer: 'sent' })
})

test.each(['byCollection', 'byHandler'])('%s: never by importing its module, and whoever tries is told', (agent) => {
  const { verdict, effects, error } = trialOf(record, agent)
  expect([verdict, effects]).toEqual(['failed', 0])
  expect(error).toBe(
    'Failed to use collection "bank.transfers": it is reached by calls alone, never by importing its module.',
  )
})
