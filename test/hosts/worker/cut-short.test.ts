import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Host } from '../../../src/hosts/host.ts'
import { outsidePacing } from '../../../src/hosts/programs/pacing.ts'
import { runTrial } from '../../../src/hosts/worker/run-trial.ts'
import { compileScenario } from '../../../src/scenario/compile.ts'
import { openTraceFile } from '../../../src/trace/trace-file.ts'

/** A host whose agents have answered, and end as they are told to. */
const stoppedBy = (stop: () => Promise<void>): Host => ({
  kind: 'still',
  pacing: outsidePacing,
  start: () => ({ ended: Promise.resolve({ how: 'returned', answer: 'done' }), outputBytes: () => 0, stop }),
  remains: async () => ({ dirt: [] }),
  changed: () => undefined,
})

async function traceOf(host: Host): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-cut-short-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(join(folder, 'traces'))
  const file = openTraceFile(folder, 'traces/w1.jsonl')
  const scenario = compileScenario('any', 'any', { task: { text: 'Say done.' } })
  const order = {
    ...{ id: 't1', scenario: { id: 'any', file: 'any' }, variant: 'calm', model: null, repeat: 1, seed: 't1' },
    agent: { host: 'function', name: 'still', module: 'none', export: 'run' } as const,
    ...{ folder, nonce: 'n1', rootSeed: 't1', secrets: [] },
  }
  await runTrial(order, scenario, { host, file })
  return readFileSync(join(folder, 'traces/w1.jsonl'), 'utf8')
}

test('a trial whose end was cut short says so in its trace: what the agent did last may be missing there', async () => {
  const trace = await traceOf(stoppedBy(() => Promise.reject(new Error('nobody answers'))))
  expect(trace).toContain('"harness-fault"')
  expect(trace).toContain('Failed to stop the agent: nobody answers.')
  expect(await traceOf(stoppedBy(async () => {}))).not.toContain('"harness-fault"')
})
