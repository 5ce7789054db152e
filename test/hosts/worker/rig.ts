import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { openPool, type PoolOptions } from '../../../src/hosts/worker/pool.ts'
import type { Scenario } from '../../../src/scenario/compiled.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import type { TrialOrder } from '../../../src/stage/order.ts'

// As bin/mettle.js does: without it a worker takes three times as long to start.
enableCompileCache()

const ROOT = resolve(import.meta.dirname, '../../..')
const TROUBLE = join(ROOT, 'test/e2e/projects/trouble')

/** A pool, and orders of trials for it. Everything is gone when the test is over. */
export function openRig(options?: PoolOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-runner-'))
  mkdirSync(join(folder, 'traces'))
  const pool = openPool(options)
  onTestFinished(async () => {
    await pool.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  let count = 0
  const order = (scenario: Scenario, agent: TrialOrder['agent'], model: string | null = null): TrialOrder => {
    const id = `t${++count}`
    const nonce = randomBytes(16).toString('hex')
    const { id: name, file } = scenario
    return {
      id,
      scenario: { id: name, file },
      variant: 'calm',
      agent,
      model,
      repeat: 1,
      seed: id,
      folder,
      nonce,
      rootSeed: '1',
      secrets: [],
    }
  }
  return { pool, order }
}

export const noteScenario = () => loadScenario('note', join(TROUBLE, 'scenarios/note.scenario.ts'))
export const refundScenario = () =>
  loadScenario('billing/duplicate-charge', join(ROOT, 'scenarios/billing/duplicate-charge.scenario.ts'))

/** An agent of the project whose agents end badly. */
export const troubled = (name: string) => ({
  ...({ name, host: 'function' } as const),
  module: join(TROUBLE, 'agents/trouble.ts'),
  export: name,
})
export const honest = {
  host: 'function',
  name: 'honest',
  module: join(TROUBLE, 'agents/honest.ts'),
  export: 'run',
} as const
export const example = (name: string) =>
  ({ host: 'function', name, module: join(ROOT, `fixtures/agents/${name}.ts`), export: 'run' }) as const
