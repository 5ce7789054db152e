import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, plantProject, readEvents, readRecord } from '../../e2e/cli.ts'
import { containers } from '../databases/docker.ts'
import { needsServices } from './needs.ts'
import { REDIS } from './redis.ts'

/** Says the lines that its task names, each over a connection of its own, and tells what came. */
const AGENT = `
import { ask } from './redis.js'
export async function run({ data: { lines } }, { services: { cache } }) {
  const came = []
  for (const line of lines) came.push(await ask(cache, line, (said) => said.endsWith('\\r\\n')).catch((thrown) => thrown.message))
  return came
}
`

/** One task each: what it says, what comes of it, and what its scenario has beside the service. */
const WAYS: Record<string, { lines: string[]; service?: string; more?: string; variants?: string }> = {
  'own-key': { lines: ['SET mine 1', 'DBSIZE'] },
  vandal: { lines: ['FLUSHALL', 'DBSIZE'] },
  'after-vandal': { lines: ['DBSIZE', 'GET user:1'] },
  expires: { lines: ['SET brief 1 PX 150'], service: `{ ...cache, observe: late(cache.observe) }` },
  denied: {
    lines: ['SET user:1 Eve'],
    more: `guards: [{ use: 'permissions', params: { role: 'reader', roles: { reader: { allow: [] } } } }]`,
  },
  limited: {
    lines: ['SET user:1 Eve', 'SET user:2 Eve'],
    more: `guards: [{ use: 'rate-limit', params: { limit: 1, per: 'hour', on: 'cache CONNECT' } }]`,
  },
  second: {
    lines: ['SET user:1 Eve', 'SET user:2 Eve'],
    more: `variants: { second: [{ fault: 'connection-reset', on: 'cache CONNECT', when: { nth: 2 } }] }`,
  },
  'observe-late': { lines: ['SET user:1 Eve'], service: `{ ...cache, observe: failingAt(cache.observe, 2) }` },
}

const CODE = `
const late = (observe) => {
  let looks = 0
  return async (service) => {
    // The last look, once the agent and its connections are gone.
    if (++looks % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 300))
    return observe(service)
  }
}
const failingAt = (observe, nth) => {
  let looks = 0
  return async (service) => {
    if (++looks === nth) throw new Error('the key is gone')
    return observe(service)
  }
}
`

function scenario({ lines, service = 'cache', more = '' }: (typeof WAYS)[string]): string {
  return `
    import { cache } from '../redis.js'
    ${CODE}
    export default {
      task: { text: 'Say it.', data: { lines: ${JSON.stringify(lines)} } },
      world: { services: { cache: ${service} } },
      scorers: [{ use: 'no-collateral', params: { allow: [{ collection: 'cache.keys' }] } }],
      ${more}
    }`
}

beforeAll(needsServices)

describe('a scenario with a service', () => {
  let cwd = ''
  let trials: ReturnType<typeof readRecord>['trials'] = []
  const of = (name: string, variant = 'calm') =>
    trials.filter((trial) => trial.scenario === name && trial.variant === variant)
  const effects = (name: string, variant = 'calm') =>
    of(name, variant).flatMap((trial) =>
      readEvents(`${cwd}/run`, trial).flatMap((event) => (event.type === 'effect' ? [event] : [])),
    )

  beforeAll(async () => {
    const before = await containers()
    cwd = plantProject({
      'redis.js': REDIS,
      'agent.js': AGENT,
      'mettle.config.js': `export default { agents: { says: './agent.js' }, workers: 2 }`,
      ...Object.fromEntries(
        Object.entries(WAYS).map(([name, way]) => [`scenarios/${name}.scenario.js`, scenario(way)]),
      ),
    })
    const { stderr, stdout } = await mettle(['run', '--out', 'run', '--trials', '2', '--reporter', 'json'], { cwd })
    trials = readRecord(`${cwd}/run`).trials
    expect(trials, `${stdout}\n${stderr}`).toHaveLength(2 * (Object.keys(WAYS).length + 1))
    expect(await containers()).toEqual(before)
  })

  test('finds it in every trial as it was in the first, whatever came before', () => {
    for (const { answer } of of('own-key')) expect(answer).toEqual(['+OK\r\n', ':3\r\n'])
    for (const { answer } of of('vandal')) expect(answer).toEqual(['+OK\r\n', ':0\r\n'])
    for (const { answer } of of('after-vandal')) expect(answer).toEqual([':2\r\n', expect.stringContaining('Ada')])
    expect(of('vandal').flatMap(({ verdict }) => verdict)).toEqual(['passed', 'passed'])
  })

  test('is told which connection made which change', () => {
    expect(effects('own-key').map(({ op, id, calls }) => [op, id, calls])).toEqual(
      Array(2).fill(['create', 'mine', ['c1']]),
    )
    expect(effects('second').map(({ id, calls }) => [id, calls])).toEqual(
      Array(2)
        .fill([
          ['user:1', ['c1']],
          ['user:2', ['c2']],
        ])
        .flat(),
    )
  })

  test('is told of what changes by itself behind the last connection, as nobody’s', () => {
    expect(effects('expires').map(({ op, id, calls }) => [op, id, calls])).toEqual(
      Array(2)
        .fill([
          ['create', 'brief', ['c1']],
          ['delete', 'brief', []],
        ])
        .flat(),
    )
  })

  test('has connections refused by its guards, and broken by the nth', () => {
    for (const { answer } of of('denied')) expect(answer).toEqual(['it closed: '])
    expect(effects('denied')).toEqual([])
    for (const { answer, guards } of of('limited')) {
      expect(answer).toEqual(['+OK\r\n', 'it closed: '])
      expect(guards).toMatchObject([{ name: 'rate-limit', outcome: 'held' }])
    }
    expect(effects('limited').map(({ id }) => id)).toEqual(['user:1', 'user:1'])
    for (const { answer, faults } of of('second', 'second')) {
      expect(answer).toEqual(['+OK\r\n', 'read ECONNRESET'])
      expect(faults).toMatchObject([{ state: 'delivered' }])
    }
  })

  test('that cannot be looked at later is an error as well, and serves no other trial so', () => {
    const [first] = of('observe-late').filter(({ verdict }) => verdict === 'error')
    expect(first).toMatchObject({ reason: expect.stringContaining('the key is gone') })
    expect(of('observe-late')).toHaveLength(2)
  })
})
