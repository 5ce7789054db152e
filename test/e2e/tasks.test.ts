import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mettleInBatch, plantProject, ROOT, readRecord } from './cli.ts'

const TASKS = 115

/** Anybody who cancels what is delivered already does what nobody may. */
const isPending = (order: number) => order % 3 !== 0

/** A shop as retail benchmarks have it: documents of thousands of members, and tasks that are each about a few. */
function shop(): string {
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at)
  const users = numbers(500).map((at) => [`u${at}`, { name: `User ${at}`, orders: [`#W${2 * at}`, `#W${2 * at + 1}`] }])
  const orders = numbers(1_000).map((at) => [
    `#W${at}`,
    {
      ...{ user: `u${at >> 1}`, status: isPending(at) ? 'pending' : 'delivered' },
      items: numbers(4).map((item) => ({ item: `i${at}_${item}`, price: item * 7, note: 'x'.repeat(300) })),
    },
  ])
  return JSON.stringify({ 'retail.users': Object.fromEntries(users), 'retail.orders': Object.fromEntries(orders) })
}

function tasks(): string {
  const lines = Array.from({ length: TASKS }, (_, at) => {
    const order = `#W${at * 7}`
    const changed = { collection: 'retail.orders', op: 'update', where: { status: 'cancelled' }, count: 1 }
    const params = { expect: isPending(at * 7) ? [changed] : [], others: 'forbid' }
    return { id: `T${String(at).padStart(3, '0')}`, data: { order }, scorers: [{ use: 'effects', params }] }
  })
  return lines.map((line) => JSON.stringify(line)).join('\n')
}

const SCENARIO = `import { defineCollection, defineScenario, defineTool, ToolRefusal } from '${join(ROOT, 'src/index.ts')}'
import { z } from '${import.meta.resolve('zod')}'
const [users, orders] = [defineCollection('retail.users'), defineCollection('retail.orders')]
const input = z.object({ id: z.string() })
const tool = (access, handler) => defineTool({ description: access, input, access, collections: [users, orders], handler })
export default defineScenario({
  task: { text: 'Cancel the order {{order}}, if it is pending.' },
  tasks: './tasks.jsonl',
  world: {
    data: './shop.json',
    tools: {
      get_order: tool('read', ({ id }) => orders.get(id) ?? new ToolRefusal('There is no such order.')),
      cancel_order: tool('write', ({ id }) => orders.update(id, { status: 'cancelled' })),
    },
  },
  scorers: [{ use: 'end-state', params: { unchanged: ['retail.users'] } }],
})
`

const AGENTS = `const cancel = (id, { tools }) => tools.cancel_order.call({ id })
export const careful = async ({ data: { order } }, session) => {
  const { content } = await session.tools.get_order.call({ id: order })
  if (content.status === 'pending') await cancel(order, session)
  return 'done'
}
export const hasty = async ({ data: { order } }, session) => {
  await cancel(order, session)
  return 'done'
}
`

test('115 tasks in a world of documents run as one scenario, each judged by itself', { timeout: 120_000 }, async () => {
  const agent = (name: string) => `${name}: { module: './agents.ts', export: '${name}' }`
  const cwd = plantProject({
    'mettle.config.ts': `export default { agents: { ${agent('careful')}, ${agent('hasty')} } }`,
    ...{ 'agents.ts': AGENTS, 'scenarios/retail.scenario.ts': SCENARIO },
    ...{ 'scenarios/shop.json': shop(), 'scenarios/tasks.jsonl': tasks() },
  })
  const [ran, one, listed, mistyped, suggested] = await mettleInBatch([
    { cwd, args: ['run', 'retail', '--reporter', 'json', '--out', 'all'] },
    { cwd, args: ['run', 'retail/T001', '--agent', 'careful', '--reporter', 'json', '--out', 'one'] },
    { cwd, args: ['list'] },
    { cwd, args: ['run', 'retai'] },
    { cwd, args: ['suggest', 'retail', '--run', 'all', '--top', '1'] },
  ])
  expect([ran?.code, one?.code]).toEqual([1, 0])
  expect(listed?.stdout).toMatch(/^retail\n {2}tasks {5}115, from retail\/T000\n/)
  expect(mistyped?.stderr).toBe('No scenario fits "retai". Did you mean "retail"? Known: retail.\n')
  // All tasks share the variants of their scenario.
  expect(suggested?.stdout.match(/Variants to add/g)).toHaveLength(1)
  const { trials } = readRecord(join(cwd, 'all'))
  const of = (name: string, verdict: string) =>
    trials.filter((trial) => trial.agent === name && trial.verdict === verdict)
  expect(of('careful', 'passed')).toHaveLength(TASKS)
  const delivered = Array.from({ length: TASKS }, (_, at) => at).filter((at) => !isPending(at * 7))
  const wrong = of('hasty', 'failed').map(({ scenario }) => Number(scenario.slice('retail/T'.length)))
  expect(wrong).toEqual(delivered)
  // The same task alone is the same trial.
  const [alone] = readRecord(join(cwd, 'one')).trials
  const among = trials.find(({ id }) => id === alone?.id)
  expect(alone).toMatchObject({ traceHash: among?.traceHash, definition: among?.definition, seed: among?.seed })
})
