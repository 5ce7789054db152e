import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import type { TraceEvent } from '../../src/trace/event.ts'
import { mettle, plantProject, ROOT, readEvents, readRecord } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href
const TRIALS = 5

/** By agent: the events of each trial. */
let told: Map<string, TraceEvent[][]>

/** Agents that are halted at their fifth refusal, and then say something, or go on. */
beforeAll(async () => {
  const cwd = plantProject({
    'mettle.config.js': `export default {
      agents: Object.fromEntries(['atOnce', 'afterTurns', 'afterFile', 'deaf', 'deafInTurns', 'outward'].map((name) => [name, { module: './agents.js', export: name }])),
      gate: ['passRate >= 0'],
      trials: ${TRIALS},
    }`,
    'agents.js': `import { readFile } from 'node:fs/promises'
      const untilHalted = async ({ tools, signal }) => {
        while (!signal.aborted) await tools.move.call({}).catch(() => {})
      }
      export const atOnce = async (_, session) => (await untilHalted(session), 'I was stopped')
      export const afterTurns = async (_, session) => {
        await untilHalted(session)
        for (let turns = 0; turns < 100; turns++) await new Promise((resolve) => setImmediate(resolve))
        return 'I was stopped'
      }
      export const afterFile = async (_, session) => {
        await untilHalted(session)
        for (let times = 0; times < 10; times++) await readFile(import.meta.filename)
        return 'I was stopped'
      }
      export const deaf = async (_, { tools }) => {
        for (;;) await tools.move.call({}).catch(() => new Promise((resolve) => setImmediate(resolve)))
      }
      export const outward = async (_, session) => {
        await untilHalted(session)
        for (;;) {
          await fetch('http://elsewhere.test/inbox').catch(() => {})
          await new Promise((resolve) => setImmediate(resolve))
        }
      }
      export const deafInTurns = async (_, { tools }) => {
        for (;;) await Promise.all([tools.move.call({}).catch(() => {}), new Promise((resolve) => setImmediate(resolve))])
      }`,
    'scenarios/move.scenario.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      const move = defineTool({
        description: 'Moves.', input: z.object({}), access: 'read',
        handler: () => { throw new Error('the way is barred') },
      })
      export default { task: { text: 'Move.' }, world: { tools: { move } }, guards: [{ use: 'loop-breaker' }] }`,
  })
  await mettle(['run', '--reporter', 'json'], { cwd })
  const out = join(cwd, 'reports/latest')
  const { trials } = readRecord(out)
  told = Map.groupBy(trials, ({ agent }) => agent) as never
  for (const [agent, its] of told)
    told.set(
      agent,
      its.map((trial) => readEvents(out, trial as never)),
    )
})

const endings = (agent: string) =>
  told.get(agent)?.map((events) =>
    events.flatMap((event) => {
      if (event.type === 'agent-ended') return [String(event.answer)]
      return event.type === 'trial-ended' ? [event.how] : []
    }),
  )
const each = <T>(what: T) => Array.from({ length: TRIALS }, () => what)

test.each(['atOnce', 'afterTurns', 'afterFile'])(
  '%s: what a halted agent says before time moves is in every trace',
  (agent) => {
    expect(endings(agent)).toEqual(each(['I was stopped', 'halted']))
  },
)

test.each(['deaf', 'deafInTurns'])(
  '%s: one that goes on is halted all the same, and nothing of it is told',
  (agent) => {
    expect(endings(agent)).toEqual(each(['halted']))
    const after = told
      .get(agent)
      ?.map((events) => events.slice(events.findIndex(({ type }) => type === 'stopping') + 1))
    expect(after?.flatMap((events) => events.filter(({ type }) => type === 'call' || type === 'uncovered'))).toEqual([])
  },
)

test('where a halted agent tries to go is told once, however often it does', () => {
  const tried = told
    .get('outward')
    ?.map((events) => events.flatMap((event) => (event.type === 'egress' ? [event.target] : [])))
  expect(tried).toEqual(each(['http://elsewhere.test/inbox']))
})
