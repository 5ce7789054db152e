import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunRecord } from '../../src/record/run.ts'
import { mettle, plantProject, ROOT, readRecord } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href

const SCENARIO = `task:
  text: Refund the charge twice_paid.
world:
  tools:
    refund: ../world.js#refund
  models:
    helper:
      turns:
        - text: I look at it first.
          toolCalls: [{ name: refund, input: { charge: twice_paid } }]
        - text: Refunded.
variants:
  busy:
    - { fault: unavailable, on: model *, when: { nth: 2 } }
scorers:
  - use: effects
    params: { expect: [{ collection: shop.refunds, op: create, count: 1 }] }
  - use: answer
    params: { includes: [Refunded] }
`

/** A team's agents, whose model is a script in YAML. */
const project = (scenario = SCENARIO) =>
  plantProject({
    'mettle.config.js': `export default {
      agents: Object.fromEntries(['frugal', 'curious'].map((name) => [name, { module: './agents.js', export: name }])),
      gate: ['passRate >= 0'],
    }`,
    'world.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineCollection } from '${at('src/world/collection.ts')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      const refunds = defineCollection('shop.refunds')
      export const refund = defineTool({
        description: 'Refunds.', input: z.object({ charge: z.string() }), access: 'write', collections: [refunds],
        handler: ({ charge }) => (refunds.create(refunds.newId('re'), { charge }), 'done'),
      })`,
    'agents.js': `import OpenAI from '${at('node_modules/openai/index.mjs')}'
      const definition = { type: 'function', function: { name: 'refund', parameters: { type: 'object' } } }
      const converse = async (task, tools, messages) => {
        const client = new OpenAI()
        for (;;) {
          const { choices } = await client.chat.completions.create({ model: 'helper', messages, tools: [definition] })
          const { message } = choices[0]
          messages.push(message)
          if (!message.tool_calls) return message.content
          for (const { id, function: asked } of message.tool_calls) {
            const { content } = await tools[asked.name].call(JSON.parse(asked.arguments))
            messages.push({ role: 'tool', tool_call_id: id, content: String(content) })
          }
        }
      }
      export const frugal = (task, { tools }) => converse(task, tools, [{ role: 'user', content: task.text }])
      export const curious = async (task, { tools }) => {
        const messages = [{ role: 'user', content: task.text }]
        await converse(task, tools, messages)
        messages.push({ role: 'user', content: 'Are you sure?' })
        return converse(task, tools, messages)
      }`,
    'scenarios/refund.scenario.yaml': scenario,
  })

async function run(scenario?: string): Promise<RunRecord> {
  const cwd = project(scenario)
  const { stderr } = await mettle(['run', '--reporter', 'json'], { cwd })
  expect(stderr).toBe('')
  return readRecord(join(cwd, 'reports/latest'))
}

let records: RunRecord[]
beforeAll(async () => {
  records = await Promise.all([run(), run()])
})

const told = (agent: string, variant: string) =>
  records.map(({ trials }) => trials.find((trial) => trial.agent === agent && trial.variant === variant))

describe('a model that is a list of turns, in YAML', () => {
  test('says one after the other, the same in every run', () => {
    const [once, again] = told('frugal', 'calm')
    expect(once).toMatchObject({ verdict: 'passed', effects: 1, answer: 'Refunded.' })
    expect(again?.traceHash).toBe(once?.traceHash)
  })

  test('says a turn again to a client that asks again', () => {
    expect(told('frugal', 'busy')[0]).toMatchObject({ verdict: 'passed', effects: 1 })
    expect(told('frugal', 'busy')[0]?.usage.modelCalls).toBe(3)
  })

  test('asked for more than it has, it says nothing of its own: the script is too short, and nobody is blamed', () => {
    const [trial] = told('curious', 'calm')
    expect(trial?.verdict).toBe('error')
    expect(trial?.reason).toContain(
      'the script of model "helper" has 2 turns, and the agent asked for turn 3. Add what it says then',
    )
  })

  test('is part of what a scenario says', async () => {
    const other = await run(SCENARIO.replace('I look at it first.', 'At once.'))
    const definitions = [...records, other].map(({ trials }) => trials[0]?.definition)
    expect(definitions[1]).toBe(definitions[0])
    expect(definitions[2]).not.toBe(definitions[0])
  })
})

test.each([
  [
    'toolCalls',
    'toolcalls',
    /refund\.scenario\.yaml:10:11: world\.models\.helper\.turns\[0\]\.toolcalls: there is no such setting\. Did you mean "toolCalls"\?/,
  ],
  [
    '- text: Refunded.',
    '- {}',
    /refund\.scenario\.yaml:11:11: world\.models\.helper\.turns\[1\]: expected a text, toolCalls or a refusal/,
  ],
  ['turns:', 'turn:', /refund\.scenario\.yaml:\d+:\d+: world\.models\.helper.*turns/],
])('a mistake in it is told with its place: %s as %s', async (right, wrong, message) => {
  const { code, stderr } = await mettle(['run'], { cwd: project(SCENARIO.replace(right, wrong)) })
  expect(code).toBe(2)
  expect(stderr).toMatch(message)
})
