import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, plantProject, readEvents, readRecord } from '../../e2e/cli.ts'
import { containers } from '../databases/docker.ts'
import { needsServices } from './needs.ts'
import { AGENT, REDIS } from './redis.ts'

/** What a client of a broken connection sees, and whether its SET took effect. */
const cells: Record<string, { plan: object[]; sees: object; took: boolean }> = {
  calm: { plan: [], sees: { said: '+OK\r\n', how: 'answered' }, took: true },
  late: {
    plan: [{ fault: 'latency', params: { ms: 200 } }],
    sees: { said: '+OK\r\n', how: 'answered', ms: expect.toSatisfy((ms) => ms >= 200) },
    took: true,
  },
  reset: { plan: [{ fault: 'connection-reset' }], sees: { said: '', how: 'ECONNRESET' }, took: false },
  hole: { plan: [{ fault: 'timeout', params: { afterMs: 100 } }], sees: { said: '', how: 'gave up' }, took: false },
  'no-patience': {
    plan: [{ fault: 'timeout', params: { afterMs: 5_000 } }],
    sees: { said: '', how: 'gave up' },
    took: false,
  },
  cut: {
    plan: [{ fault: 'connection-cut', params: { afterBytes: 2 } }],
    sees: { said: '+O', how: 'ECONNRESET' },
    took: true,
  },
  'cut-clean': {
    plan: [{ fault: 'connection-cut', params: { afterBytes: 3, how: 'end' } }],
    sees: { said: '+OK', how: 'ended' },
    took: true,
  },
  lost: { plan: [{ fault: 'lost-reply' }], sees: { said: '', how: 'ECONNRESET' }, took: true },
  'lost-in-silence': {
    plan: [{ fault: 'lost-reply', params: { how: 'no-reply' } }],
    sees: { said: '', how: 'gave up' },
    took: true,
  },
  narrow: {
    plan: [{ fault: 'slow-drip', params: { chunkBytes: 2, everyMs: 80 } }],
    sees: { said: '+OK\r\n', how: 'answered', ms: expect.toSatisfy((ms) => ms >= 160) },
    took: true,
  },
}

const RENAMED = {
  type: 'effect',
  collection: 'cache.keys',
  op: 'update',
  id: 'user:1',
  before: { key: 'user:1', value: 'Ada' },
  after: { key: 'user:1', value: 'Grace' },
}

beforeAll(needsServices)

describe('a Redis', () => {
  let events: Record<string, ReturnType<typeof readEvents>> = {}
  let trials: ReturnType<typeof readRecord>['trials'] = []

  beforeAll(async () => {
    const before = await containers()
    const variants = Object.fromEntries(
      Object.entries(cells).flatMap(([name, { plan }]) => (name === 'calm' ? [] : [[name, plan]])),
    )
    const scenario = `
      import { cache } from '../redis.js'
      export default {
        task: { text: 'Rename user 1 to Grace.', data: { patienceMs: 600 } },
        world: { services: { cache } },
        variants: ${JSON.stringify(variants)},
        scorers: [
          { use: 'effects', params: { expect: [{ collection: 'cache.keys', op: 'update', where: { value: 'Grace' }, count: 1 }] } },
          { use: 'no-collateral', params: { allow: [{ collection: 'cache.keys', where: { key: 'user:1' } }] } },
        ],
      }`
    const cwd = plantProject({
      'redis.js': REDIS,
      'agent.js': AGENT,
      'mettle.config.js': `export default { agents: { raw: './agent.js' }, workers: 2 }`,
      'scenarios/rename.scenario.js': scenario,
    })
    const { code, stderr, stdout } = await mettle(['run', '--out', 'run', '--reporter', 'json'], { cwd })
    expect(code, `${stdout}\n${stderr}`).toBe(1)
    trials = readRecord(`${cwd}/run`).trials
    events = Object.fromEntries(trials.map((trial) => [trial.variant, readEvents(`${cwd}/run`, trial)]))
    expect(await containers()).toEqual(before)
  })

  test.each(Object.entries(cells))('%s: what the client saw is what the trace tells', (name, { plan, sees, took }) => {
    const trial = trials.find(({ variant }) => variant === name)
    expect(trial).toMatchObject({ verdict: took ? 'passed' : 'failed', answer: sees, error: null })
    expect(trial?.faults.map(({ state }) => state)).toEqual(plan.map(() => 'delivered'))
    const [call] = (events[name] ?? []).flatMap((event) => (event.type === 'call' ? [event.call] : []))
    expect(call).toMatchObject({ channel: 'tcp', target: 'cache CONNECT' })
    const effects = (events[name] ?? []).filter(({ type }) => type === 'effect')
    expect(effects).toEqual(took ? [expect.objectContaining({ ...RENAMED, calls: [call?.id] })] : [])
  })
})
