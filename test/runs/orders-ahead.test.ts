import { mkdtempSync, rmSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { PoolOptions } from '../../src/hosts/worker/pool.ts'
import { run } from '../../src/runs/run.ts'
import { schedule } from '../../src/runs/schedule.ts'
import { setupOf } from '../../src/runs/setup.ts'
import { configSchema } from '../../src/scenario/config.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { createRunFolder } from '../../src/store/directory.ts'

enableCompileCache()

const PROJECT = join(import.meta.dirname, 'project')

interface Setting {
  workers: number
  shuffle?: boolean
  pool?: PoolOptions
  /** A process for each trial. */
  fresh?: boolean
}

/** Three agents, three trials each: what each trial came to and did, by id. */
async function outcomes({ workers, shuffle = false, pool = {}, fresh = false }: Setting): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-ahead-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const scenario = await loadScenario('shop', join(PROJECT, 'shop.scenario.ts'))
  const loaded = fresh ? { ...scenario, limits: { ...scenario.limits, freshWorker: true } } : scenario
  const module = join(PROJECT, 'agents.ts')
  const names = ['tidy', 'queues', 'spoils']
  const contestants = names.map((name) => ({
    name,
    model: null,
    source: () => ({ host: 'function', module, export: name }) as const,
  }))
  const seen: string[] = []
  await run({
    plan: {
      trials: schedule({ scenarios: [loaded], contestants, variant: () => true, repeats: 3, seed: '1', shuffle }),
      ...{ contestants, seed: '1', sequential: undefined },
      known: { agents: names, scenarios: ['shop'], variants: ['calm'], models: [], tags: [] },
    },
    setup: { ...setupOf(configSchema.parse({ workers })), pool },
    folder: createRunFolder(join(folder, 'run')),
    onTrouble: (trouble) => seen.push(trouble),
    onTrial: ({ id, verdict, traceHash }) => void seen.push(`${id} ${verdict} ${traceHash}`),
  })
  return seen.sort()
}

test('what a trial comes to hangs on no process, no order and no other trial', { timeout: 120_000 }, async () => {
  const fresh = await outcomes({ workers: 2, fresh: true })
  expect(fresh.filter((one) => / passed /.test(one))).toHaveLength(9)
  expect(await outcomes({ workers: 1 })).toEqual(fresh)
  expect(await outcomes({ workers: 2 })).toEqual(fresh)
  expect(await outcomes({ workers: 2, shuffle: true })).toEqual(fresh)
  expect(await outcomes({ workers: 1, pool: { ahead: 1 } })).toEqual(fresh)
})

test('control: where a process goes on whatever was left behind, trials come to harm', {
  timeout: 60_000,
}, async () => {
  const harmed = await outcomes({ workers: 1, pool: { neverRetire: true } })
  expect(harmed.filter((one) => / failed /.test(one)).length).toBeGreaterThan(1)
})
