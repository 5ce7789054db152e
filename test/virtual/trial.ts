import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openPool, type Pool, type PoolOptions } from '../../src/hosts/worker/pool.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Outcome } from '../../src/stage/outcome.ts'
import { eventsOf, gatherEvidence } from '../../src/trace/evidence.ts'
import { readTrace } from '../../src/trace/read-trace.ts'
import { traceHash } from '../../src/trace/trace-hash.ts'

const PROJECT = join(import.meta.dirname, 'project')

// As bin/mettle.js does: without it a worker takes three times as long to start.
enableCompileCache()

export interface TrialOptions {
  scenario?: string
  variant?: string
  seed?: string
}

/** Runs agents of the project, one trial at a time, in a pool that the tests of a file share. */
export function openTrials(options?: PoolOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-virtual-'))
  mkdirSync(join(folder, 'traces'))
  let pool: Pool | undefined
  let count = 0
  afterAll(async () => {
    await pool?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return async (agent: string, { scenario = 'office', variant = 'calm', seed = '1' }: TrialOptions = {}) => {
    const loaded = await loadScenario(scenario, join(PROJECT, `scenarios/${scenario}.scenario.ts`))
    const module = join(PROJECT, `agents/${['tells', 'draws'].includes(agent) ? 'surface' : 'waiting'}.ts`)
    const id = `t${++count}`
    const order = {
      id,
      scenario: { id: loaded.id, file: loaded.file },
      variant,
      agent: { host: 'function', name: agent, module, export: agent } as const,
      model: null,
      repeat: 1,
      seed,
      folder,
      nonce: randomBytes(16).toString('hex'),
      rootSeed: '1',
      secrets: [],
    }
    pool ??= openPool(options)
    const outcome = await pool.run(order, loaded.limits)
    return readTrial(order, outcome)
  }
}

function readTrial({ folder, nonce }: { folder: string; nonce: string }, { wallMs, dirt, cut, trace }: Outcome) {
  if (cut) throw new Error(`The trial was cut (${cut.how}): ${cut.detail}`)
  const { events } = readTrace({ path: join(folder, trace.file), ...trace, nonce })
  const evidence = gatherEvidence(events)
  const [stopping] = eventsOf(events, 'stopping')
  const [ended] = eventsOf(events, 'agent-ended')
  if (ended?.error !== undefined) throw new Error(`The agent threw: ${ended.error}`)
  return {
    answer: evidence.answer,
    /** From the agent's start to its end. */
    wallMs,
    /** From the trial's start to its end, on its own clock. */
    virtualMs: (events.at(-1)?.at ?? 0) - (events[0]?.at ?? 0),
    /** What time had to wait for. */
    waits: eventsOf(events, 'real-time').map(({ what }) => what),
    stopping: stopping && { how: stopping.how, detail: stopping.detail },
    hash: traceHash(evidence),
    dirt,
  }
}
