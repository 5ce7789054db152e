import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { AUTHORITY, completion, type StandIn, standIn } from '../provider/stand-in.ts'
import { askingProject } from './asking.ts'
import { mettle, readRecord } from './cli.ts'

const open: StandIn[] = []
const provider = async () => {
  const one = await standIn(() => completion({ text: 'Yes.' }))
  open.push(one)
  return one
}
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]()
})

const env = { ACME_KEY: 'acme-key-1', NODE_EXTRA_CA_CERTS: AUTHORITY, CI: '' }
const run = async (cwd: string, ...flags: string[]) => {
  const args = ['run', '--models', 'live', '--workers', '2', '--reporter', 'list,json,junit,markdown', ...flags]
  const ran = await mettle(args, { cwd, env })
  const latest = join(cwd, 'reports/latest')
  return { ...ran, latest, record: readRecord(latest), junit: readFileSync(join(latest, 'junit.xml'), 'utf8') }
}

const CENT = 0.02

test('a cap is never passed; what was not run is told everywhere, and the run is red', async () => {
  const acme = await provider()
  const { code, stdout, record, junit } = await run(
    askingProject(acme.url),
    '--trials',
    '40',
    '--max-usd',
    '0.5',
    '--gate',
    'passRate >= 0',
  )
  const { paidUsd, summary, stopped, gate } = record
  // All that the provider answered is counted, that of the trials that were cut short too.
  expect(paidUsd).toBeCloseTo(acme.seen.length * CENT, 9)
  expect(paidUsd).toBeLessThanOrEqual(0.5)
  expect(paidUsd).toBeGreaterThan(0.3)
  expect(summary).toMatchObject({ planned: 40, error: 0, failed: 0 })
  expect(summary.notRun).toBe(40 - record.trials.length)
  expect(summary.notRun).toBeGreaterThan(10)
  expect([code, gate.passed]).toEqual([1, false])
  expect(stopped).toMatch(
    /^The run reached its limit of \$0\.5 of real money: \$0\.\d+ were paid, and the next call may cost \$0\.\d+$/,
  )
  expect(gate.reason).toContain('reached its limit')
  expect(stdout).toMatch(new RegExp(`– ${summary.notRun} not run`))
  expect(stdout).toMatch(/^money: .* \$0\.\d+ really paid$/m)
  expect(junit.match(/type="not run"/g)).toHaveLength(summary.notRun)
  expect(junit).toContain('reached its limit of $0.5 of real money')
})

test('control: with room to spare all of it runs, and each trial says what was paid', async () => {
  const acme = await provider()
  const { code, record } = await run(askingProject(acme.url), '--trials', '10', '--max-usd', '5')
  expect([code, record.summary.passed, record.stopped]).toEqual([0, 10, null])
  expect(record.paidUsd).toBeCloseTo(20 * CENT, 9)
  expect(
    record.trials.map(({ usage: { models } }) => [models[0]?.model, models[0]?.paidUsd, models[0]?.unpriced]),
  ).toEqual(Array(10).fill(['acme', 2 * CENT, 0]))
})

test('a model whose price nobody knows is not asked where real money is capped, nor where a budget is on', async () => {
  const acme = await provider()
  const capped = await run(askingProject(acme.url, { price: false }), '--max-usd', '5')
  expect([acme.seen.length, capped.code, capped.record.summary.notRun]).toEqual([0, 1, 1])
  expect(capped.record.stopped).toContain('nobody knows what the next call costs: give its model a `price`')

  const guards = `[{ use: 'budget', params: { trial: 5 } }]`
  const guarded = await run(askingProject(acme.url, { price: false, guards }))
  expect(acme.seen).toHaveLength(0)
  expect(guarded.record.trials[0]?.guards[0]).toMatchObject({ outcome: 'held', decisions: { deny: 2, allow: 0 } })
  const said = readFileSync(join(guarded.latest, guarded.record.trials[0]?.trace.file ?? ''), 'utf8')
  expect(said).toContain('nobody knows the price of model \\"acme\\": give it a `price` in the scenario')

  // The controls: neither is on, or the price is known.
  const free = await run(askingProject(acme.url, { price: false }))
  expect([acme.seen.length, free.record.trials[0]?.usage.models[0]?.unpriced]).toEqual([2, 2])
  // The provider charges for it all the same: that it was free is not said.
  expect(free.stdout).toMatch(/^money: .* \(the price of 2 turns is not known\), nobody knows what was really paid$/m)
  expect(free.junit).toContain('nobody knows what was really paid')
  const priced = await run(askingProject(acme.url, { guards }))
  expect(priced.record.trials[0]?.guards[0]).toMatchObject({ outcome: 'held', decisions: { deny: 0, allow: 2 } })
})
