import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RunRecord } from '../../src/record/run.ts'
import { mettle, readRecord, temporaryFolder } from '../e2e/cli.ts'

/** The whole count runs with METTLE_PROVE=1. */
const PLANS = process.env.METTLE_PROVE === '1' ? 1_000 : 60
const PROJECT = join(import.meta.dirname, 'project')

async function runPlans(args: string[]): Promise<RunRecord> {
  const out = join(temporaryFolder(), 'run')
  const command = ['run', 'random-plans', '--agent', 'wanderer', '--reporter', 'json', '--out', out, ...args]
  const { code, stderr } = await mettle(command, { cwd: PROJECT, env: { PLANS: String(PLANS) } })
  if (code === null || code > 1) throw new Error(`mettle ended with ${code}: ${stderr}`)
  return readRecord(out)
}

const hashes = ({ trials }: RunRecord) =>
  Object.fromEntries(trials.map(({ variant, traceHash }) => [variant, traceHash]))

test('plans at random give the same traces, on one worker and on two, in any order', { timeout: 900_000 }, async () => {
  const [inOrder, shuffled] = [await runPlans(['--workers', '2']), await runPlans(['--workers', '1', '--shuffle'])]
  expect(inOrder.trials).toHaveLength(PLANS + 1)
  expect(shuffled.trials.map(({ id }) => id)).not.toEqual(inOrder.trials.map(({ id }) => id))
  expect(hashes(shuffled)).toEqual(hashes(inOrder))
  expect(inOrder.trials.filter(({ verdict }) => verdict === 'error')).toEqual([])
  expect(inOrder.trials.filter(({ reproducible }) => !reproducible)).toEqual([])
  const delivered = inOrder.trials.filter(({ faults }) => faults.some(({ state }) => state === 'delivered')).length
  const kinds = new Set(inOrder.trials.flatMap(({ faults }) => faults.map(({ fault }) => fault)))
  const distinct = new Set(Object.values(hashes(inOrder))).size
  console.info(
    `${PLANS} plans of ${kinds.size} faults, ${delivered} delivered: ${distinct} traces, each the same twice`,
  )
  expect(delivered).toBeGreaterThan(PLANS / 3)
  expect(distinct).toBeGreaterThan(PLANS / 2)
})

test('control: in real time and with real chance they differ', async () => {
  const real = ['--real-time', '--variant', 'calm']
  const [once, again] = await Promise.all([runPlans(real), runPlans(real)])
  expect(hashes(again).calm).not.toBe(hashes(once).calm)
})
