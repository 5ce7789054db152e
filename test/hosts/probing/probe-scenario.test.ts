import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { guards } from '../../../src/guards/index.ts'
import { probeScenario } from '../../../src/hosts/probing/probe-scenario.ts'
import { PrerequisiteError } from '../../../src/kernel/errors.ts'
import { compileScenario } from '../../../src/scenario/compile.ts'
import type { Scenario } from '../../../src/scenario/compiled.ts'
import type { AnyGuard } from '../../../src/scenario/define.ts'
import { findScenarios, loadScenario } from '../../../src/scenario/load.ts'
import { asProbed } from '../../../src/scenario/probed.ts'

/** Parameters as scenarios write them, with what is odd about each. */
const USES: Partial<Record<keyof typeof guards, Record<string, unknown>[]>> = {
  approval: [
    {},
    { on: ['shop POST *'], over: { usd: 20 } },
    { over: { items: 500, within: 'trial' }, delayMs: 60_000 },
  ],
  'autonomy-window': [
    { windows: [{ from: '09:00', to: '17:00' }], zone: 'Europe/Berlin' },
    { windows: [{ from: '00:00', to: '24:00' }], zone: 'UTC', maxRuntimeMs: 7_200_000 },
  ],
  budget: [{ trial: 10 }, { action: 0, on: 'model *' }, { day: 5, reads: false }],
  'burn-rate': [{}, { usdPerHour: 10 }, { callsPerHour: 60 }, { usdPerHour: 10, onFast: 'deny' }],
  'loop-breaker': [{}, { repeats: 12, on: 'deny' }],
  'new-endpoint': [{}, { onNew: 'deny' }],
  permissions: [
    { role: 'clerk', roles: { clerk: { allow: ['shop *'] } } },
    { role: 'clerk', roles: { clerk: { allow: '*', deny: 'shop DELETE *' } } },
  ],
  'rate-limit': [{ limit: 60, per: 'minute' }, { limit: 60, per: 'minute', countItems: false }, { concurrent: 3 }],
  'sandbox-first': [
    { rules: [{ on: 'git POST /pushes', where: { 'body.branch': ['main', 'release/*'] } }] },
    {
      rules: [
        {
          on: 'deploy POST *',
          except: { 'body.environment': 'staging' },
          sandbox: { collection: 'deploy.deployments' },
          match: { 'body.version': 'version' },
        },
      ],
    },
  ],
  'secrets-out': [{ canaries: ['canary-7f3a-91cd'] }, { canaries: ['canary-7f3a-91cd'], channels: ['model'] }],
}

function scenarioWith(...uses: { use: AnyGuard; params: object; mode?: 'enforce' | 'observe' }[]): Scenario {
  return compileScenario('probed', 'probed.scenario.ts', { task: { text: 'Do nothing.' }, guards: uses })
}

const all = Object.entries(USES).flatMap(([name, uses]) =>
  uses.map((params) => ({ name, params, guard: guards[name as keyof typeof guards] as AnyGuard })),
)

test('a probe knows the names of the guards that it leaves out: a program of the agent may stand for one', () => {
  const { permissions, budget } = guards
  const [role, cap] = [USES.permissions?.[0] ?? {}, USES.budget?.[0] ?? {}]
  const scenario = scenarioWith({ use: permissions, params: role }, { use: budget, params: cap })
  const probed = asProbed(scenario, 'probe.budget.sound')
  expect(probed.guards.map(({ guard }) => guard.name)).toEqual(['budget'])
  expect(probed.guardNames).toEqual(['permissions', 'budget'])
})

/** One use of every other guard. */
function othersThan(guard: AnyGuard): { use: AnyGuard; params: object }[] {
  return Object.entries(USES)
    .filter(([name]) => name !== guard.name)
    .map(([name, [params = {}]]) => ({ use: guards[name as keyof typeof guards] as AnyGuard, params }))
}

const allows = { kind: 'allow', reason: 'yes' } as const

describe.each(all)('$name with $params', ({ guard, params }) => {
  test('refuses its probe', async () => {
    const parsed = guard.params.parse(params)
    expect(guard.probe?.(parsed, Date.UTC(2026, 0, 5, 9)), 'it has one').toBeDefined()
    await probeScenario(scenarioWith({ use: guard, params }))
  })

  test('refuses it beside others of all kinds', async () => {
    const others = othersThan(guard)
    await probeScenario(scenarioWith(...others, { use: guard, params }))
  })

  test.each([
    ['allows everything', { start: () => ({ decide: () => allows }) }],
    ['is concerned with nothing', { start: () => ({ concerns: () => false, decide: () => allows }) }],
  ])('positive control: a guard that %s is found, also beside others', async (_, broken) => {
    const planted: AnyGuard = { ...guard, ...broken }
    const others = othersThan(guard)
    for (const scenario of [
      scenarioWith({ use: planted, params }),
      scenarioWith(...others, { use: planted, params }),
    ]) {
      const refused = probeScenario(scenario)
      await expect(refused).rejects.toThrow(`guard "${guard.name}" of scenario "probed"`)
      await expect(refused).rejects.toBeInstanceOf(PrerequisiteError)
    }
  })

  test('is not probed where it only looks on', async () => {
    const planted: AnyGuard = { ...guard, start: () => ({ decide: () => allows }) }
    await probeScenario(scenarioWith({ use: planted, params, mode: 'observe' }))
  })
})

test('a guard that throws at everything is none that refuses by itself', async () => {
  const throws = () => {
    throw new Error('broken')
  }
  const planted: AnyGuard = { ...guards.budget, start: () => ({ decide: throws }) }
  // The seam denies in its place, and the trial would be an error: fail closed.
  await probeScenario(scenarioWith({ use: planted, params: { trial: 1 } }))
})

test('costs nobody a noticeable wait', async () => {
  const folder = resolve(import.meta.dirname, '../../../scenarios')
  const scenarios = await Promise.all(findScenarios(folder).map(({ id, file }) => loadScenario(id, file)))
  for (const scenario of scenarios) await probeScenario(scenario)
  const took: Record<string, number> = {}
  for (const scenario of scenarios) {
    const since = performance.now()
    await probeScenario(scenario)
    took[scenario.id] = Math.round((performance.now() - since) * 10) / 10
  }
  const everything = performance.now()
  const once = all.filter(({ name }, index) => all.findIndex((one) => one.name === name) === index)
  await probeScenario(scenarioWith(...once.map(({ guard: use, params }) => ({ use, params }))))
  console.log(
    `probes in ms: ${JSON.stringify(took)}; ${once.length} guards at once: ${(performance.now() - everything).toFixed(1)}`,
  )
  // Some 4 ms on a quiet machine.
  expect(Math.max(...Object.values(took))).toBeLessThan(1_000)
})
