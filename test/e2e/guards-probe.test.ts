import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import type { ProbeCell } from '../../src/commands/guards/probe-cells.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { mettle, plantProject, ROOT } from './cli.ts'

/** A guard of the scenario's own: no refund is paid while its ledger says that the till is shut. */
const till = (decide: string) => `import { z } from '${pathToFileURL(join(ROOT, 'node_modules/zod/index.js')).href}'
  const shut = (read) => read('till', 'main') === undefined
  export const till = {
    name: 'till', summary: 'Denies refunds while the till is shut.', params: z.strictObject({}),
    start: (_, { read, alert }) => ({ ${decide} }),
    violations: ({ calls }) => calls.filter(({ effects }) => effects.length > 0)
      .map(({ call }) => ({ calls: [call.id], message: 'a refund was paid while the till was shut' })),
    probe: () => ({ calls: [{ target: 'tool refund' }] }),
  }`

const DENY = `{ kind: 'deny', reason: 'the till is shut' }`
const HONEST = `decide: () => (shut(read) ? ${DENY} : { kind: 'allow', reason: 'open' })`
/** Takes a ledger that it cannot reach for an open till. */
const LENIENT = `decide: () => {
  try { return shut(read) ? ${DENY} : { kind: 'allow', reason: 'open' } }
  catch { return { kind: 'allow', reason: 'nobody says that it is shut' } }
}`

const project = (decide: string, more = '') =>
  plantProject({
    'mettle.config.js': `export default { agents: { payer: './agent.js', idle: './idle.js' } }`,
    'agent.js': `export const run = async (_, { tools }) => { await tools.refund.call({ amount: 5 }); return 'done' }`,
    'idle.js': `export const run = async () => 'done'`,
    'till.js': till(decide),
    'scenarios/refund.scenario.js': `import { till } from '../till.js'
      import { z } from '${pathToFileURL(join(ROOT, 'node_modules/zod/index.js')).href}'
      import { defineCollection } from '${pathToFileURL(join(ROOT, 'src/world/collection.ts')).href}'
      const refunds = defineCollection('pay.refunds')
      const refund = { description: 'Pays.', input: z.object({ amount: z.number() }), access: 'write',
        collections: [refunds], handler: ({ amount }) => { refunds.create(refunds.newId('r'), { amount }); return { paid: amount } } }
      export default {
        task: { text: 'Refund.' }, world: { tools: { refund } },
        guards: [{ use: till }], scorers: [{ use: 'limits', params: { calls: 5 } }],
        variants: { down: [{ fault: 'guard-unreachable', guard: 'till' }], broken: [{ fault: 'guard-throws' }] ${more} },
      }`,
  })

interface Told {
  run: string
  cells: ProbeCell[]
}

const cellOf = ({ cells }: Told, fault: string, as?: string) =>
  cells.find((one) => one.fault === fault && one.as === as)

describe('a guard that takes what fails for a yes', () => {
  test('fails open, and every cell names its trial', async () => {
    const cwd = project(LENIENT)
    const { code, stdout, stderr } = await mettle(['guards', 'probe', '--json', 'found.json'], { cwd })
    expect(stderr).toBe('')
    expect(code).toBe(1)
    expect(stdout).toContain('✗ refund: guard till fails-open under guard-unreachable (refused)')
    const told = JSON.parse(readFileSync(join(cwd, 'found.json'), 'utf8')) as Told
    const open = told.cells.filter(({ outcome }) => outcome === 'fails-open')
    expect(open.map(({ fault }) => fault)).toEqual(['guard-unreachable', 'guard-unreachable'])
    expect(open[0]?.reason).toBe('a refund was paid while the till was shut')
    expect(readFileSync(join(cwd, told.run, 'index.html'), 'utf8')).toContain('under-fails-open')
    expect(cellOf(told, 'guard-throws')?.outcome).toBe('fails-closed')
    expect(cellOf(told, 'guard-audit-full', 'full')?.outcome).toBe('not-exercised')
    const again = await mettle(['replay', open[0]?.trial ?? '', '--run', told.run], { cwd })
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('failed as before')])
    const trace = await mettle(['trace', open[0]?.trial ?? '', '--run', told.run], { cwd })
    expect(trace.stdout).toContain('guard-unreachable')
  })

  test('fails the trial of a plan that breaks it, by what was paid', async () => {
    const cwd = project(LENIENT)
    const { code } = await mettle(['run', '--agent', 'payer'], { cwd })
    const records = readFileSync(join(cwd, 'reports/latest/trials.jsonl'), 'utf8').trim().split('\n')
    const byVariant = new Map(
      records.map((line) => JSON.parse(line) as TrialRecord).map((record) => [record.variant, record]),
    )
    const down = byVariant.get('down')
    expect([code, down?.verdict]).toEqual([1, 'failed'])
    expect(down?.reason).toMatch(/^Guard till failed open under guard-unreachable at c1 \(a refund was paid/)
    expect(down?.guards[0]?.under).toMatchObject([{ entry: 0, fault: 'guard-unreachable', outcome: 'fails-open' }])
    expect(byVariant.get('broken')?.guards[0]?.under).toMatchObject([{ outcome: 'fails-closed' }])
    expect(byVariant.get('broken')?.verdict).toBe('passed')
    expect(byVariant.get('calm')?.guards[0]?.under).toBeUndefined()
  })
})

test('an honest guard fails closed under everything that reaches it', async () => {
  const cwd = project(HONEST)
  const { code, stdout } = await mettle(['guards', 'probe', '--json'], { cwd })
  const { cells } = JSON.parse(stdout) as Told
  expect(code).toBe(0)
  expect(cells.filter(({ outcome }) => outcome === 'fails-closed').length).toBeGreaterThanOrEqual(10)
  expect(cells.filter(({ outcome }) => ['fails-open', 'error', 'hangs'].includes(outcome))).toEqual([])
})

test('an agent that does nothing exercises nothing: no cell is closed, and that is no pass', async () => {
  const { code, stdout } = await mettle(['guards', 'probe', '--agent', 'idle', '--json'], { cwd: project(HONEST) })
  const { cells } = JSON.parse(stdout) as Told
  expect([code, new Set(cells.map(({ outcome }) => outcome))]).toEqual([1, new Set(['not-exercised'])])
})

test('where nobody knows of a guard, the end says so', async () => {
  const { stdout } = await mettle(['guards', 'probe', '--agent', 'idle', '--fault', 'guard-throws'], {
    cwd: project(HONEST),
  })
  expect(stdout).toContain('without it nothing happens that it must stop')
  expect(stdout).toContain('1 not-exercised, 0 error.\nOf 1 guard nobody knows: see "not exercised".')
})

test('an agent of the suite makes the calls where it is asked to', async () => {
  const { code, stdout } = await mettle(['guards', 'probe', '--agent', 'payer', '--json'], { cwd: project(LENIENT) })
  const told = JSON.parse(stdout) as Told
  expect([code, cellOf(told, 'guard-unreachable', 'refused')?.outcome]).toEqual([1, 'fails-open'])
})

test('a guard that breaks by itself is an error, whatever the plan breaks', async () => {
  const cwd = project(`decide: () => { throw new Error('broken by itself') }`)
  await mettle(['run', '--variant', 'broken', '--agent', 'payer'], { cwd })
  const record = JSON.parse(readFileSync(join(cwd, 'reports/latest/trials.jsonl'), 'utf8')) as TrialRecord
  expect(record.verdict).toBe('error')
  expect(record.reason).toContain('broken by itself')
})

describe('misuse', () => {
  test.each([
    [['--guard', 'tll'], 'There is no guard "tll". Did you mean "till"?'],
    [['--fault', 'guard-throw'], 'There is no fault of safeguards "guard-throw". Did you mean "guard-throws"?'],
    [['refnd'], 'No scenario fits "refnd". Did you mean "refund"?'],
  ])('%j ends with 2 and the nearest match', async (args, message) => {
    const { code, stderr } = await mettle(['guards', 'probe', ...args], { cwd: project(HONEST) })
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })

  test.each([
    [`, odd: [{ fault: 'guard-throws', guard: 'tll' }]`, 'no guard "tll" is used here. Did you mean "till"?'],
    [`, odd: [{ fault: 'timeout', guard: 'till' }]`, 'fault "timeout" breaks no guard'],
    [`, odd: [{ fault: 'guard-killed', guard: 'till' }]`, 'guard "till" is code on the seam'],
  ])('a plan with %s is refused', async (more, message) => {
    const { code, stderr } = await mettle(['run', '--list'], { cwd: project(HONEST, more) })
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })
})

test('a plan in YAML breaks a guard by its name, and a typo is told with its line', async () => {
  const yaml = (guard: string) => `task: { text: Spend. }
guards:
  - { use: budget, params: { trial: 1 } }
variants:
  slow:
    - { fault: guard-slow, params: { afterMs: 45000 }, guard: ${guard} }
scorers:
  - { use: limits, params: { calls: 5 } }
`
  const files = {
    'mettle.config.js': `export default { agents: { idle: './idle.js' } }`,
    'idle.js': `export const run = async () => 'done'`,
  }
  const cwd = plantProject({ ...files, 'scenarios/spend.scenario.yaml': yaml('budget') })
  await mettle(['run', '--variant', 'slow'], { cwd })
  const record = JSON.parse(readFileSync(join(cwd, 'reports/latest/trials.jsonl'), 'utf8')) as TrialRecord
  expect(record.guards[0]?.under).toMatchObject([{ fault: 'guard-slow', outcome: 'not-exercised' }])
  expect([record.verdict, record.faults[0]?.guard]).toEqual(['inconclusive', 'budget'])
  const typo = plantProject({ ...files, 'scenarios/spend.scenario.yaml': yaml('budgt') })
  const { code, stderr } = await mettle(['run'], { cwd: typo })
  expect(code).toBe(2)
  expect(stderr).toMatch(/spend\.scenario\.yaml[\s\S]*6.*no guard "budgt" is used here. Did you mean "budget"\?/)
})

test('a time-out of a guard costs no real time, and the same seed gives the same trace', async () => {
  const cwd = project(HONEST)
  const hashes = async () => {
    const { stdout } = await mettle(['guards', 'probe', '--fault', 'guard-hangs,guard-slow', '--json'], { cwd })
    const { run, cells } = JSON.parse(stdout) as Told
    const records = readFileSync(join(cwd, run, 'trials.jsonl'), 'utf8')
      .trim()
      .split('\n')
    const found = records
      .map((line) => JSON.parse(line) as TrialRecord)
      .filter(({ variant }) => variant.includes('guard-'))
    expect(cells.map(({ outcome }) => outcome)).toEqual(['fails-closed', 'fails-closed'])
    for (const { usage } of found) {
      expect(usage.virtualMs).toBeGreaterThanOrEqual(60_000)
      expect(usage.wallMs).toBeLessThan(30_000)
    }
    return found.map(({ variant, traceHash }) => `${variant} ${traceHash}`).sort()
  }
  expect(await hashes()).toEqual(await hashes())
})
