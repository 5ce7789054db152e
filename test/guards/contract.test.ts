import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import type { GuardContext, GuardState } from '../../src/boundary/decision.ts'
import { type ApprovalParams, approval } from '../../src/guards/approval.ts'
import { type AutonomyWindowParams, autonomyWindow } from '../../src/guards/autonomy-window.ts'
import { type BudgetParams, budget } from '../../src/guards/budget.ts'
import { type BurnRateParams, burnRate } from '../../src/guards/burn-rate.ts'
import type { Guard } from '../../src/guards/define.ts'
import { type LoopBreakerParams, loopBreaker } from '../../src/guards/loop-breaker.ts'
import { type NewEndpointParams, newEndpoint } from '../../src/guards/new-endpoint.ts'
import { type PermissionsParams, permissions } from '../../src/guards/permissions.ts'
import { type RateLimitParams, rateLimit } from '../../src/guards/rate-limit.ts'
import { type SandboxFirstParams, sandboxFirst } from '../../src/guards/sandbox-first.ts'
import { type SecretsOutParams, secretsOut } from '../../src/guards/secrets-out.ts'
import { usd } from '../../src/kernel/money.ts'
import { type GuardExample, guardContract } from '../../src/testing/guard-contract.ts'
import { done, guardStage } from '../../src/testing/guard-stage.ts'
import { budgetMutants } from './cases/budget-mutants.ts'
import { deploy, push, ROLLOUT } from './cases/sandbox-first-cases.ts'

const budgetExample: GuardExample<BudgetParams> = {
  guard: budget,
  params: { trial: 10, day: '10.00', action: 3, on: 'shop *' },
  legal: { target: 'shop POST /orders', cost: usd(3) },
  breaking: Array.from({ length: 6 }, (_, index) => ({
    target: 'shop POST /orders',
    cost: usd(3),
    // What it really costs is less, every other time.
    world: (call) => ({ ...done(call), metering: { actual: usd(index % 2 === 0 ? 3 : 2) } }) as ReturnType<typeof done>,
  })),
}

const approvalExample: GuardExample<ApprovalParams> = {
  guard: approval,
  params: { on: 'tool *', over: { usd: 5, items: 10 } },
  legal: { cost: usd(6) },
  breaking: [{ cost: usd(6) }, { items: 11, cost: usd(1) }, {}],
}

const permissionsExample: GuardExample<PermissionsParams> = {
  guard: permissions,
  params: {
    role: 'clerk',
    roles: { clerk: { allow: ['shop *', 'tool act'], deny: 'shop DELETE *' }, nobody: { allow: [] } },
    changes: [{ role: 'nobody', afterCalls: 200 }],
  },
  legal: { target: 'shop POST /orders' },
  breaking: [
    { target: 'shop DELETE /orders/{id}' },
    { target: 'tool other' },
    { target: 'shop POST /batch', covers: ['shop POST /orders', 'shop DELETE /orders/{id}'] },
    { target: 'shop GET /orders' },
  ],
}

const loopBreakerExample: GuardExample<LoopBreakerParams> = {
  guard: loopBreaker,
  // Calls that never ran are part of a loop: the limits lie beyond those that the contract sends.
  params: { repeats: 12, errors: 12, cycles: 12, stale: 30 },
  legal: { target: 'tool look', access: 'read' },
  breaking: Array.from({ length: 40 }, () => ({ target: 'tool look' })),
}

const secretsOutExample: GuardExample<SecretsOutParams> = {
  guard: secretsOut,
  params: { canaries: { key: 'canary-7f3a-91cd' }, allow: 'shop *' },
  legal: { input: { note: 'canaries sing' } },
  breaking: [{ input: { note: 'canary-7f3a-91cd' } }, { target: 'tool canary-7f3a-91cd' }],
}

const sandboxFirstExample: GuardExample<SandboxFirstParams> = {
  guard: sandboxFirst,
  params: ROLLOUT,
  legal: { target: 'deploy POST /v1/deployments', input: { body: { environment: 'production', version: 'v1' } } },
  breaking: [deploy('production', 'v1'), deploy('staging', 'v2'), push('main'), deploy('production', 'v3')],
}

const newEndpointExample: GuardExample<NewEndpointParams> = {
  guard: newEndpoint,
  params: { onNew: 'deny', known: 'tool act' },
  legal: {},
  breaking: [{ target: 'tool other' }, { schema: 'ff' }, { covers: ['shop DELETE /orders'] }],
}

const burnRateExample: GuardExample<BurnRateParams> = {
  guard: burnRate,
  params: { usdPerHour: 10, callsPerHour: 100, onFast: 'deny' },
  legal: { cost: usd(1) },
  breaking: Array.from({ length: 24 }, () => ({ cost: usd(1) })),
}

const rateLimitExample: GuardExample<RateLimitParams> = {
  guard: rateLimit,
  params: { limit: 10, per: 'minute', concurrent: 3 },
  legal: { items: 4 },
  breaking: Array.from({ length: 8 }, (_, index) => ({ items: index, principal: `agent/${index}` })),
}

const autonomyWindowExample: GuardExample<AutonomyWindowParams> = {
  guard: autonomyWindow,
  // The contract's clock stands at midnight: reads may run, and nothing else.
  params: { windows: [{ from: '09:00', to: '17:00' }], zone: 'UTC', maxRuntimeMs: 7_200_000 },
  legal: { access: 'read' },
  breaking: [{}, { access: 'unknown' }, { channel: 'http', target: 'shop POST /orders' }],
}

describe('the guard budget', () => {
  for (const { title, check } of guardContract(budgetExample, fc)) it(title, check)
})

describe('the guard approval', () => {
  for (const { title, check } of guardContract(approvalExample, fc)) it(title, check)
})

describe('the guard permissions', () => {
  for (const { title, check } of guardContract(permissionsExample, fc)) it(title, check)
})

describe('the guard loop-breaker', () => {
  for (const { title, check } of guardContract(loopBreakerExample, fc)) it(title, check)
})

describe('the guard rate-limit', () => {
  for (const { title, check } of guardContract(rateLimitExample, fc)) it(title, check)
})

describe('the guard autonomy-window', () => {
  for (const { title, check } of guardContract(autonomyWindowExample, fc)) it(title, check)
})

describe('the guard sandbox-first', () => {
  for (const { title, check } of guardContract(sandboxFirstExample, fc)) it(title, check)
})

describe('the guard new-endpoint', () => {
  for (const { title, check } of guardContract(newEndpointExample, fc)) it(title, check)
})

describe('the guard burn-rate', () => {
  for (const { title, check } of guardContract(burnRateExample, fc)) it(title, check)
})

describe('the guard secrets-out', () => {
  for (const { title, check } of guardContract(secretsOutExample, fc)) it(title, check)
})

/** A budget with one member of its state broken. */
const broken = (change: (real: GuardState, context: GuardContext) => Partial<GuardState>): Guard<BudgetParams> => ({
  ...budget,
  start: (params, context) => {
    const real = budget.start(params, context)
    return { ...real, ...change(real, context) }
  },
})

const judging = (violations: Guard<BudgetParams>['violations']): Guard<BudgetParams> => ({ ...budget, violations })

const accuse = (calls: string[]) => [{ calls, message: 'over the cap' }]

/** A planted guard -> the checks of the contract that must find it, and no others. */
const planted: Record<string, { guard: Guard<BudgetParams>; found: string[] }> = {
  'that is sound': { guard: budget, found: [] },
  'without a sentence': { guard: { ...budget, summary: '' }, found: ['has a name and a summary'] },
  'that throws at some calls': {
    guard: broken((real) => ({
      decide: (call) => {
        if (call.input === null) throw new Error('no input')
        return real.decide(call)
      },
    })),
    found: ['has a word for every call'],
  },
  'whose settle throws for a call it never saw': {
    guard: broken((real) => {
      const seen = new Set<string>()
      return {
        decide: (call) => {
          seen.add(call.id)
          return real.decide(call)
        },
        settle: (call, executed, effects) => {
          if (!seen.delete(call.id)) throw new Error(`${call.id} is not reserved`)
          real.settle?.(call, executed, effects)
        },
      }
    }),
    found: [
      'takes a settlement twice, and one for a call it never saw',
      'keeps nothing reserved for calls that never ran',
    ],
  },
  'that leaks what never ran': {
    guard: broken((real) => ({
      settle: (call, executed, effects) => {
        if (executed) real.settle?.(call, executed, effects)
      },
    })),
    found: ['keeps nothing reserved for calls that never ran'],
  },
  'that rolls dice': {
    guard: broken((real) => ({
      decide: (call) => {
        Math.random()
        return real.decide(call)
      },
    })),
    found: ['takes chance and time from its arguments'],
  },
  'that reads the wall clock': {
    guard: broken((real) => ({
      settle: (call, executed, effects) => {
        if (Date.now() > 0) real.settle?.(call, executed, effects)
      },
    })),
    found: ['takes chance and time from its arguments'],
  },
  'that races': {
    guard: budgetMutants['check, then act'] ?? budget,
    found: ['lets nothing through that its oracle would find'],
  },
  'whose oracle sees ghosts': {
    guard: judging((evidence, params) => [...budget.violations(evidence, params), ...accuse(['c1'])]),
    found: ['finds nothing in an empty trace', 'lets nothing through that its oracle would find'],
  },
  'whose oracle is blind': { guard: judging(() => []), found: ['finds what ran when nothing stopped it'] },
  'whose oracle names nobody': {
    guard: judging((evidence, params) => budget.violations(evidence, params).map((one) => ({ ...one, calls: [] }))),
    found: ['finds what ran when nothing stopped it'],
  },
  'whose oracle believes decisions': {
    guard: judging(({ calls }) => {
      const denied = calls.filter(({ executed, decisions }) => executed && decisions.some((d) => d.decision === 'deny'))
      return denied.length > 0 ? accuse(denied.map(({ call }) => call.id)) : []
    }),
    found: ['judges by what happened, not by what was decided'],
  },
  'whose oracle eats the evidence': {
    guard: judging((evidence, params) => {
      const found = budget.violations(evidence, params)
      evidence.effects.pop()
      return found
    }),
    found: ['reads the evidence and leaves it as it is'],
  },
  'whose oracle remembers': {
    guard: judging(
      (
        (seen) => (evidence, params) =>
          seen.has(evidence) ? [] : seen.add(evidence) && budget.violations(evidence, params)
      )(new WeakSet()),
    ),
    found: ['reads the evidence and leaves it as it is'],
  },
}

describe('a planted guard', () => {
  for (const [name, { guard, found }] of Object.entries(planted)) {
    test(`${name} is found by: ${found.join('; ') || 'no check'}`, async () => {
      const failed: string[] = []
      for (const { title, check } of guardContract({ ...budgetExample, guard }, fc)) {
        await check().catch(() => failed.push(title))
      }
      expect(failed.toSorted()).toEqual(found.toSorted())
    })
  }

  test('that takes any parameter is found', async () => {
    const params = z.looseObject({}).transform(() => budget.params.parse(budgetExample.params))
    const guard: Guard<BudgetParams> = { ...budget, params }
    const failed = guardContract({ ...budgetExample, guard }, fc).filter(({ title }) => title.startsWith('accepts'))
    await expect(failed[0]?.check()).rejects.toThrow('does not know')
  })

  test('that only looks on lets a malformed call run', async () => {
    const stage = guardStage({ guard: budget, params: { trial: 1 }, mode: 'observe' })
    await stage.cross({ malformed: 'the same key appears twice in one object' })
    expect(stage.evidence().calls[0]?.executed).toBeDefined()
  })
})
