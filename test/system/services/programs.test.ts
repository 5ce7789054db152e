import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, plantProject, readEvents, readRecord } from '../../e2e/cli.ts'
import { IMAGE as AGENT_IMAGE, needsContainers, needsSandbox } from '../tiers/needs.ts'
import { needsServices } from './needs.ts'
import { REDIS } from './redis.ts'

/** Tries a second time, as most clients do; and once past the harness, at the port that Redis has everywhere. */
const PYTHON = `
import json, os, socket

def say(line, port):
    with socket.create_connection((os.environ['CACHE_HOST'], port), timeout=5) as s:
        s.sendall(line.encode() + b'\\r\\n')
        return s.recv(100).decode()

port = int(os.environ['CACHE_ADDRESS'].split(':')[1])
try:
    said = say('SET user:1 Grace', port)
except ConnectionResetError:
    said = 'again ' + say('SET user:1 Grace', port)
print(json.dumps(said))
`

const IOREDIS = `
import { Redis } from '${import.meta.resolve('ioredis')}'
export async function run(_, { services: { cache } }) {
  const client = new Redis({ ...cache, retryStrategy: () => 20 })
  client.on('error', () => {})
  try {
    return await client.set('user:1', 'Grace')
  } finally {
    await client.quit()
  }
}
`

const WALLED = `
import { ask } from './redis.js'
export const run = async (_, { services: { cache } }) => {
  const set = () => ask(cache, 'SET user:1 Grace', (said) => said.endsWith('\\r\\n'))
  return set().catch(set)
}
`

const COMMAND = ['/usr/bin/python3', 'agent.py']
const agents: Record<string, object> = {
  t1: { command: COMMAND },
  t2: { command: COMMAND, tier: 'T2' },
  t3: { command: COMMAND, tier: 'T3', image: AGENT_IMAGE },
  ioredis: { module: './ioredis.js' },
  walled: { module: './walled.js', tier: 'T2' },
}

beforeAll(async () => {
  needsSandbox()
  await Promise.all([needsServices(), needsContainers()])
})

describe('a Redis', () => {
  let cwd = ''
  let trials: ReturnType<typeof readRecord>['trials'] = []

  beforeAll(async () => {
    cwd = plantProject({
      'redis.js': REDIS,
      'agent.py': PYTHON,
      'ioredis.js': IOREDIS,
      'walled.js': WALLED,
      'mettle.config.js': `export default { agents: ${JSON.stringify(agents)}, workers: 2 }`,
      'scenarios/rename.scenario.yaml': `
task: { text: Rename user 1 to Grace. }
world: { services: { cache: './../redis.js#cache' } }
variants:
  first-reset: [{ fault: connection-reset, on: cache CONNECT, when: { nth: 1 } }]
scorers:
  - use: effects
    params: { expect: [{ collection: cache.keys, op: update, where: { key: 'user:1', value: Grace }, count: 1 }], others: forbid }
`,
    })
    const { stderr, stdout } = await mettle(['run', '--out', 'run', '--reporter', 'json'], { cwd })
    trials = readRecord(`${cwd}/run`).trials
    expect(trials, `${stdout}\n${stderr}`).toHaveLength(2 * Object.keys(agents).length)
  })

  test.each(Object.keys(agents))('is reached by %s, which tries again over another connection', (agent) => {
    for (const variant of ['calm', 'first-reset']) {
      const trial = trials.find((one) => one.agent === agent && one.variant === variant)
      if (!trial) throw new Error('It did not run.')
      expect(trial, JSON.stringify(trial.reason)).toMatchObject({
        verdict: 'passed',
        answer: expect.stringContaining('OK'),
      })
      const events = readEvents(`${cwd}/run`, trial)
      expect(events.filter(({ type }) => type === 'call').length).toBe(variant === 'calm' ? 1 : 2)
    }
  })
})
