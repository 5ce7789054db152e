import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, plantProject, ROOT, readRecord } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href

/** Two models, two conversations at once: each asks for two payments of $3, and the tools run in another order than they were asked for. */
const AGENT = `
  const ask = async (url, model) => {
    const parameters = { type: 'object', properties: { to: { type: 'string' } } }
    const body = JSON.stringify({
      model, messages: [{ role: 'user', content: 'Pay.' }], tools: [{ type: 'function', function: { name: 'pay', parameters } }],
    })
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url + '/chat/completions', { method: 'POST', body, headers })
    return (await response.json()).choices[0].message.tool_calls.map((call) => JSON.parse(call.function.arguments))
  }
  export const both = async (task, { tools, modelUrl }) => {
    const asked = (await Promise.all(['bold', 'meek'].map((model) => ask(modelUrl, model)))).flat()
    for (const input of [asked[2], asked[0], asked[3], asked[1]]) await tools.pay.call(input)
  }
  export const single = async (task, { tools, modelUrl, model }) => {
    for (const input of await ask(modelUrl, model)) await tools.pay.call(input)
  }
  export const alone = async (task, { tools }) => {
    for (const to of ['x', 'y']) await tools.pay.call({ to })
  }`

/** @param inConfig What the config says of models. */
const project = (models: string, inConfig = '{}') =>
  plantProject({
    'mettle.config.js': `export default {
      agents: Object.fromEntries(['both', 'single', 'alone'].map((name) => [name, { module: './agent.js', export: name }])),
      models: ${inConfig},
    }`,
    'agent.js': AGENT,
    'scenarios/pay.scenario.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      import { defineCollection } from '${at('src/world/collection.ts')}'
      import { usd } from '${at('src/kernel/money.ts')}'
      const paid = defineCollection('bank.paid')
      const pay = defineTool({
        description: 'Pays.', input: z.object({ to: z.string() }), access: 'write', collections: [paid], cost: () => usd(3),
        handler: ({ to }) => (paid.create(to, { to }), 'paid'),
      })
      const pays = (...names) => ({ turns: [{ toolCalls: names.map((to) => ({ name: 'pay', input: { to } })) }] })
      export default {
        task: { text: 'Pay.' },
        world: { tools: { pay }, models: { bold: pays('b1', 'b2'), meek: pays('m1', 'm2') } },
        guards: [{ use: 'budget', params: { trial: 100 } }],
        models: ${models},
        scorers: [{ use: 'limits', params: { calls: 100 } }],
      }`,
  })

const TIGHT = `{ bold: { guards: [{ use: 'budget', params: { trial: 4 } }], limits: { maxCalls: 2 } } }`

describe.each([
  ['of a scenario', TIGHT, '{}'],
  ['of a config', '{}', TIGHT],
])("a model's own safeguards: %s", (_, inScenario, inConfig) => {
  let cwd: string
  let trials: ReturnType<typeof readRecord>['trials']
  beforeAll(async () => {
    cwd = project(inScenario, inConfig)
    const agents = 'both,alone,single@bold,single@meek'
    const ran = await mettle(['run', '--agent', agents, '--reporter', 'list,json', '--gate', 'passRate >= 0'], { cwd })
    expect(ran.stderr).toBe('')
    ;({ trials } = readRecord(join(cwd, 'reports/latest')))
  })
  const of = (agent: string, model: string | null = null) =>
    trials.find((one) => one.agent === agent && one.model === model)
  const decisions = (agent: string, model: string | null = null) =>
    of(agent, model)?.guards.map(({ name, decisions: { allow, deny } }) => `${name} ${allow}/${deny}`)

  test('watch what it asks for, whoever else asks for the same meanwhile', () => {
    // Of the four payments the second one of bold is over its own cap.
    expect(decisions('both')).toEqual(['budget 4/0', 'budget@bold 1/1'])
    expect(of('both')?.effects).toBe(3)
  })

  test('hold in trials that are for it, with its limits; not in those of another', () => {
    expect(decisions('single', 'meek')).toEqual(['budget 2/0', 'budget@bold 0/0'])
    expect(of('single', 'meek')?.effects).toBe(2)
    expect(of('single', 'bold')).toMatchObject({ verdict: 'failed', effects: 1 })
    expect(of('single', 'bold')?.reason).toContain('more than 2 calls')
  })

  test('hold where nobody knows who asked', () => {
    expect(decisions('alone')).toEqual(['budget 2/0', 'budget@bold 1/1'])
  })

  test('gates and the report tell them by model', async () => {
    const of = async (gate: string) => (await mettle(['gate', 'reports/latest', '--gate', gate], { cwd })).code
    expect(await of('guards.bypassed{guard:budget@bold} == 0')).toBe(0)
    expect(await of('guards.notExercised{guard:budget@meek} == 0')).toBe(1)
  })
})

test('control: without them, all is paid', async () => {
  const cwd = project('{}')
  await mettle(['run', '--agent', 'both', '--reporter', 'json'], { cwd })
  expect(readRecord(join(cwd, 'reports/latest')).trials.map(({ effects }) => effects)).toEqual([4])
})

test('an observing one finds what its model did beyond its cap, and nothing of the others', async () => {
  const cwd = project(`{ bold: { guards: [{ use: 'budget', mode: 'observe', params: { trial: 4 } }] } }`)
  await mettle(['run', '--agent', 'both', '--reporter', 'json'], { cwd })
  const [trial] = readRecord(join(cwd, 'reports/latest')).trials
  expect(trial?.guards[1]).toMatchObject({ name: 'budget@bold', outcome: 'bypassed' })
  expect(trial?.guards[1]?.evidence[0]?.calls).toHaveLength(1)
})

test('what a scenario says of a model stands against what the config says', async () => {
  const cap = (most: number) => `{ bold: { guards: [{ use: 'budget', params: { trial: ${most} } }] } }`
  const effects = async (inScenario: string, inConfig: string) => {
    const cwd = project(inScenario, inConfig)
    await mettle(['run', '--agent', 'both', '--reporter', 'json'], { cwd })
    const [trial] = readRecord(join(cwd, 'reports/latest')).trials
    return { effects: trial?.effects, definition: trial?.definition }
  }
  const [loose, tight, none] = [await effects(cap(100), cap(4)), await effects('{}', cap(4)), await effects('{}', '{}')]
  expect([loose.effects, tight.effects, none.effects]).toEqual([4, 3, 4])
  // Trials under other safeguards are not compared.
  expect(tight.definition).not.toBe(none.definition)
})

test.each([
  [
    `{ bold: { guards: [{ use: 'budgte' }] } }`,
    'models.bold.guards[0].use: there is no guard "budgte". Did you mean "budget"?',
  ],
  [`{ bold: { guard: [] } }`, 'Did you mean "guards"?'],
  [`{ bold: { guards: [{ use: 'budget', params: { tril: 1 } }] } }`, 'Did you mean "trial"?'],
  [`{ bold: { provider: 'opanai' } }`, 'models.bold.provider'],
])('%s in a config is refused with the nearest name', async (inConfig, message) => {
  const { code, stderr } = await mettle(['run'], { cwd: project('{}', inConfig) })
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
})

test.each([
  [`{ blod: { guards: [] } }`, 'models.blod: there is no model "blod" in world.models. Did you mean "bold"?'],
  [
    `{ bold: { guards: [{ use: 'budgte' }] } }`,
    'models.bold.guards[0].use: there is no guard "budgte". Did you mean "budget"?',
  ],
  [`{ bold: { guard: [] } }`, 'Did you mean "guards"?'],
  [`{ bold: { limits: { maxCall: 1 } } }`, 'Did you mean "maxCalls"?'],
  [`{ bold: { guards: [{ use: 'budget', params: { trial: 1, on: 'tool pya' } }] } }`, 'Did you mean "tool pay"?'],
])('%s is refused with the nearest name', async (models, message) => {
  const { code, stderr } = await mettle(['run'], { cwd: project(models) })
  expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
})
