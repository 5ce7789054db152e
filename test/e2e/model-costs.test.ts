import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, plantProject, ROOT, readRecord } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href

/** Each agent asks its models so often, and buys something for $5. */
const agent = (...models: string[]) => `
  export const run = async (task, { tools, modelUrl }) => {
    for (const model of ${JSON.stringify(models)}) {
      const body = JSON.stringify({ model, max_tokens: 100, messages: [{ role: 'user', content: 'x'.repeat(400) }] })
      await fetch(modelUrl + '/chat/completions', { method: 'POST', body, headers: { 'content-type': 'application/json' } })
    }
    await tools.buy.call({})
  }`

const project = () =>
  plantProject({
    'mettle.config.js': `export default { agents: { both: './both.js', one: './one.js', odd: './odd.js' } }`,
    'both.js': agent('bold', 'bold', 'meek'),
    'one.js': agent('meek'),
    'odd.js': agent('meek', 'gift'),
    'scenarios/shop.scenario.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      import { usd } from '${at('src/kernel/money.ts')}'
      const buy = defineTool({
        description: 'Buys.', input: z.object({}), access: 'write', cost: () => usd(5), handler: () => 'bought',
      })
      const turns = [{ text: 'Done, and nothing else is to be said about it.' }]
      const price = (input, output) => ({ input: usd(input), output: usd(output) })
      export default {
        task: { text: 'Buy.' },
        world: { tools: { buy }, models: {
          bold: { turns, price: price(1000, 2000) }, meek: { turns, price: price(1, 2) }, gift: { turns },
        } },
        scorers: [{ use: 'limits', params: { calls: 100 } }],
      }`,
  })

describe('what models cost', () => {
  let cwd: string
  let stdout: string
  beforeAll(async () => {
    cwd = project()
    const args = ['--reporter', 'list,json,markdown,junit', '--gate', 'passRate >= 0']
    const ran = await mettle(['run', ...args], { cwd })
    expect(ran.stderr).toBe('')
    stdout = ran.stdout
  })
  const latest = () => join(cwd, 'reports/latest')
  const gate = (text: string) => mettle(['gate', 'reports/latest', '--gate', text], { cwd })

  test('stands in the record by model and trial, apart from the money that actions moved', () => {
    const { trials, paidUsd } = readRecord(latest())
    const both = trials.find(({ agent: name }) => name === 'both')
    const [bold, meek] = both?.usage.models ?? []
    expect([bold?.model, bold?.calls, meek?.model, meek?.calls]).toEqual(['bold', 2, 'meek', 1])
    const micros = (usd = Number.NaN) => Math.round(usd * 1_000_000)
    const { inputTokens = 0, outputTokens = 0 } = bold ?? {}
    expect(micros(bold?.usd)).toBe(inputTokens * 1_000 + outputTokens * 2_000)
    expect(micros(both?.usage.modelUsd)).toBe(micros(bold?.usd) + micros(meek?.usd))
    expect(micros(both?.usage.usd)).toBe(5_000_000 + micros(both?.usage.modelUsd))
    expect([paidUsd, bold?.paidUsd, bold?.unpriced]).toEqual([0, 0, 0])
    expect(trials.find(({ agent: name }) => name === 'odd')?.usage.models[1]).toMatchObject({
      model: 'gift',
      usd: 0,
      unpriced: 1,
    })
  })

  test('the terminal says what the sum is, and what each model took', () => {
    expect(stdout).toMatch(
      /^money: \$15\.00 moved by actions in the sandbox, \$0\.\d+ for models \(the price of 1 turn is not known\), nothing really paid$/m,
    )
    expect(stdout).toMatch(/^ {2}model bold: 2 calls, \d+ \+ \d+ tokens, \$0\.\d+$/m)
    expect(stdout).toMatch(/^ {2}model gift: 1 call, \d+ \+ \d+ tokens, no known price$/m)
  })

  test('gates hold each model, each trial and the sum to a limit; an unknown price passes none of them', async () => {
    const of = async (text: string) => (await gate(text)).code
    expect(await of('modelCost.max{agent:both,asked:bold} < 10')).toBe(0)
    expect(await of('modelCost.max{agent:both,asked:bold} < 0.0001')).toBe(1)
    expect(await of('modelCost.max{agent:both,asked:meek} < 0.01')).toBe(0)
    expect(await of('modelCost.total{agent:both} < 10')).toBe(0)
    expect(await of('modelCost.total < 1000')).toBe(1)
    expect((await gate('modelCost.p95{agent:odd} < 1000')).stdout).toContain(
      'nobody knows the price of 1 turn, the first of gift',
    )
    expect((await gate('modelCost.total{asked:blod} < 1')).stdout).toContain('Did you mean "bold"?')
    const misused = await gate('passRate{asked:bold} >= 0')
    expect([misused.code, misused.stderr]).toEqual([2, expect.stringContaining('begin with "modelCost." only')])
  })

  test('two agents are told side by side, model by model', async () => {
    cpSync(latest(), join(cwd, 'kept'), { recursive: true })
    const compared = await mettle(['compare', 'kept', '--agent', 'one,both'], { cwd })
    expect(compared.stdout).toMatch(/^ {2}model meek: \$0\.\d+ → \$0\.\d+ a trial, 1 → 1 call$/m)
    expect(compared.stdout).toMatch(/^ {2}model bold: not asked → \$0\.\d+ a trial, 0 → 2 calls$/m)
  })
})
