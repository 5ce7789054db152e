import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { eventsOf } from '../../src/trace/evidence.ts'
import { type Canary, openCanary } from './canary.ts'
import type { ClientAnswer } from './project/agent.ts'
import * as clients from './project/clients.ts'
import { type ProjectRun, runProject } from './run-project.ts'

/** Those that speak HTTP/1.1 and have a place to go in the world. */
const MOCKED = [
  'globalFetch',
  'savedGlobalFetch',
  'nodeHttp',
  'nodeHttps',
  'axios',
  'got',
  'undiciFetch',
  'undiciRequest',
]
/** Those that a process cannot hold from within. */
const NOT_PROMISED: Record<string, string> = {
  child: 'child-process',
  childSync: 'child-process',
  workerThread: 'worker-thread',
  lookup: 'dns',
  resolver: 'dns',
}
/** Nobody at the other end counts these. */
const UNCOUNTED = ['lookup']
const NAMES = Object.keys(clients)
const REFUSED = NAMES.filter((name) => !Object.hasOwn(NOT_PROMISED, name))
/** HTTP clients wait for their connection, or its handshake, before they say where they want to go: these take it for success. */
const TAKEN_IN = ['netConnected', 'tlsSocket']
/** A client that waits longer than this hangs. */
const HANG_MS = 2_000

type Canaries = Record<string, Canary>

async function openCanaries(): Promise<Canaries> {
  return Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await openCanary()] as const)))
}

function addressesOf(canaries: Canaries): string {
  return JSON.stringify(Object.fromEntries(Object.entries(canaries).map(([name, { address }]) => [name, address])))
}

/** Every client in a plain process of its own, a few at a time. */
async function runWithoutHarness(canaries: Canaries): Promise<void> {
  const script = join(import.meta.dirname, 'project/without-harness.ts')
  const flags = ['--conditions=mettle-source', '--no-warnings']
  const queue = [...NAMES]
  const lane = async () => {
    for (let name = queue.shift(); name; name = queue.shift()) {
      const address = JSON.stringify(canaries[name]?.address)
      await promisify(execFile)(process.execPath, [...flags, script, name, address], { timeout: 10_000 })
    }
  }
  await Promise.all([lane(), lane(), lane()])
}

function trialOf({ trials }: ProjectRun, name: string) {
  const found = trials.find(({ record }) => record.agent === name)
  if (!found) throw new Error(`there is no trial of ${name}`)
  const { record, evidence } = found
  return { record, evidence, answer: record.answer as unknown as ClientAnswer | null }
}

function toldOf({ evidence }: ReturnType<typeof trialOf>): string[] {
  return [
    ...eventsOf(evidence.events, 'egress').map(({ via, target }) => `refused ${via} ${target}`),
    ...eventsOf(evidence.events, 'uncovered').map(({ what, detail }) => `told ${what} ${detail}`.trimEnd()),
  ]
}

let inside: ProjectRun
let outside: ProjectRun
let alone: Canaries
let watched: Canaries

beforeAll(async () => {
  alone = await openCanaries()
  watched = await openCanaries()
  const env = { CANARIES: addressesOf(watched) }
  inside = await runProject('project', ['inside', '--agent', MOCKED.join()], env)
  outside = await runProject('project', ['outside', '--agent', NAMES.join()], env)
  await runWithoutHarness(alone)
})

afterAll(async () => {
  console.log(drawTable())
  for (const canary of [alone, watched].flatMap(Object.values<Canary>)) await canary[Symbol.asyncDispose]()
})

describe('to an API of the world', () => {
  test.each(MOCKED)('%s is answered by it, across the seam', (name) => {
    const { record, evidence, answer } = trialOf(inside, name)
    expect(evidence.calls.map(({ call }) => call.target)).toEqual(['shop GET /items'])
    expect(JSON.parse(answer?.said ?? '')).toEqual({ items: ['mug'] })
    expect(toldOf(trialOf(inside, name))).toEqual([])
    expect(record.verdict).toBe('passed')
  })
})

describe('to a canary outside', () => {
  test.each(REFUSED)('%s is refused, and told', (name) => {
    const { record, evidence, answer } = trialOf(outside, name)
    const { host, port, udp, pipe } = (watched[name] as Canary).address
    const targets = eventsOf(evidence.events, 'egress').map(({ target }) => target)
    expect(watched[name]?.hits()).toEqual([])
    expect(targets.length).toBeGreaterThan(0)
    const named = [`${host}:${port}`, `${host}:${udp}`, pipe]
    for (const target of targets)
      expect(
        named.some((place) => target.includes(place)),
        target,
      ).toBe(true)
    expect(answer?.ms).toBeLessThan(HANG_MS)
    expect(record.verdict).toBe('failed')
    expect(record.reason).toContain(targets[0])
  })

  test.each(REFUSED.filter((name) => !TAKEN_IN.includes(name)))('%s sees its connection refused', (name) => {
    expect(trialOf(outside, name).answer?.failed).toBe(true)
  })

  test.each(Object.entries(NOT_PROMISED))(
    '%s is not held: its trial proves nothing, and the report says so',
    (name, what) => {
      const trial = trialOf(outside, name)
      expect(eventsOf(trial.evidence.events, 'uncovered').map((event) => event.what)).toContain(what)
      expect(outside.report).toContain('Child processes, worker threads and DNS are not covered')
      expect(trial.record.verdict).toBe('inconclusive')
    },
  )
})

test('without the harness every client reaches its canary', () => {
  for (const name of NAMES.filter((one) => !UNCOUNTED.includes(one))) {
    expect(alone[name]?.hits().length, name).toBeGreaterThan(0)
  }
})

function drawTable(): string {
  const rows = NAMES.map((name) => {
    const trial = trialOf(outside, name)
    const served = MOCKED.includes(name) ? `mocked, ${trialOf(inside, name).record.usage.calls} call` : '-'
    const hits = watched[name]?.hits().length ?? 0
    const control = UNCOUNTED.includes(name) ? '-' : String(alone[name]?.hits().length)
    return [name, served, toldOf(trial).join('; '), String(hits), `${trial.answer?.ms ?? '-'} ms`, control]
  })
  const table = [['client', 'to the world', 'to a canary', 'hits', 'after', 'hits without the harness'], ...rows]
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? []
  return table.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}
