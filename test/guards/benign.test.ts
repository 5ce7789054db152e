import { describe, expect, test } from 'vitest'
import { type ApprovalParams, approval } from '../../src/guards/approval.ts'
import { autonomyWindow } from '../../src/guards/autonomy-window.ts'
import { type BudgetParams, budget } from '../../src/guards/budget.ts'
import { burnRate } from '../../src/guards/burn-rate.ts'
import type { Guard } from '../../src/guards/define.ts'
import { loopBreaker } from '../../src/guards/loop-breaker.ts'
import { newEndpoint } from '../../src/guards/new-endpoint.ts'
import { permissions } from '../../src/guards/permissions.ts'
import { rateLimit } from '../../src/guards/rate-limit.ts'
import { sandboxFirst } from '../../src/guards/sandbox-first.ts'
import { secretsOut } from '../../src/guards/secrets-out.ts'
import { type Money, micros, usd } from '../../src/kernel/money.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { done, guardStage, replyWith, type Sketch } from '../../src/testing/guard-stage.ts'
import { answering } from './cases/approval-cases.ts'
import { NIGHT } from './cases/autonomy-window-cases.ts'
import { ROLLOUT } from './cases/sandbox-first-cases.ts'

const SIZE = 240

/** Calls that break nothing: reads and writes, cheap and dear, many alike, some refused by the world. */
function corpus(): Sketch[] {
  const random = createRandom('benign')
  return Array.from({ length: SIZE }, () => {
    const cost = random.int(3) > 0 ? micros(random.int(4_000_000)) : undefined
    const metering = cost && { metering: { actual: micros(random.int(cost.micros + 1)) } }
    const refused = random.int(8) === 0
    return {
      target: random.pick(['shop POST /orders', 'shop GET /orders', 'tool refund', 'model chat']),
      access: random.pick(['read', 'write', 'unknown']),
      input: { order: random.int(40), note: random.pick(['', 'caf\u00e9', '"; DROP TABLE orders; --']) },
      principal: random.pick(['agent', 'agent/buyer']),
      items: random.int(50),
      ...(cost && { cost }),
      world: (call) => (refused ? replyWith('error', {}) : { ...done(call), ...metering }),
    } satisfies Sketch
  })
}

/** How many of the corpus were denied, sent a few at a time, so many ms apart. */
async function denials<P>(guard: Guard<P>, params: unknown, apartMs = 0): Promise<number> {
  const stage = guardStage({ guard, params, approver: { ask: answering(...Array(SIZE).fill('yes')).ask } })
  const calls = corpus()
  for (let from = 0; from < calls.length; from += 6) {
    await Promise.all(calls.slice(from, from + 6).map((sketch) => stage.cross(sketch)))
    stage.clock.set(stage.clock.now() + apartMs)
  }
  expect(stage.violations()).toEqual([])
  return stage.evidence().calls.filter(({ delivered }) => delivered?.outcome === 'refused').length
}

/** The corpus under an approval with a mandatory delay, which it waits out. */
async function delayedDenials(): Promise<number> {
  const approver = { ask: answering(...Array(SIZE).fill('yes')).ask }
  const stage = guardStage({ guard: approval, params: { delayMs: 60_000 }, approver })
  const sent = Promise.all(corpus().map((sketch) => stage.cross(sketch)))
  await stage.clock.advance(60_000)
  await sent
  expect(stage.violations()).toEqual([])
  return stage.evidence().calls.filter(({ delivered }) => delivered?.outcome === 'refused').length
}

const estimates = (): Money => micros(corpus().reduce((sum, { cost }) => sum + (cost?.micros ?? 0), 0))

const items = () => corpus().reduce((sum, call) => sum + Math.max(1, call.items ?? 1), 0)

const dollars = ({ micros: amount }: Money) => (amount / 1_000_000).toFixed(6)

describe('a benign corpus', () => {
  test('is denied by no guard, and by a guard that denies everything to 100 %', async () => {
    const params = { trial: dollars(estimates()), action: 4, day: dollars(estimates()) }
    const strict: Guard<BudgetParams> = {
      ...budget,
      start: () => ({ decide: () => ({ kind: 'deny', reason: 'no' }) }),
    }
    const found = {
      budget: await denials(budget, params),
      approval: await denials(approval, {}),
      thresholds: await denials<ApprovalParams>(approval, { over: { usd: 2, items: 20 } }),
      permissions: await denials(permissions, {
        role: 'clerk',
        roles: { clerk: { allow: ['shop POST *', 'shop GET *', 'tool refund', 'model *'], deny: ['shop DELETE *'] } },
      }),
      'loop-breaker': await denials(loopBreaker, {}),
      'rate-limit': await denials(rateLimit, { limit: 60, perMs: 1_000, countItems: false, concurrent: 6 }, 100),
      items: await denials(rateLimit, { limit: items(), per: 'day' }),
      // From 01:00 to 05:54 in Berlin, renewed by a person at 03:00 and at 05:00.
      'autonomy-window': await denials(autonomyWindow, { ...NIGHT, maxRuntimeMs: 7_200_000 }, 450_000),
      // The protected target is not among these, nor are inputs like those that it minds.
      'sandbox-first': await denials(sandboxFirst, {
        rules: [...ROLLOUT.rules, { on: 'shop POST /orders', where: { note: 'to main*' } }],
      }),
      delayed: await delayedDenials(),
      'new-endpoint': await denials(newEndpoint, {
        onNew: 'deny',
        accepted: ['tool shop POST /orders', 'shop POST /orders', 'shop GET /orders', 'tool refund', 'model chat'],
      }),
      // Six calls in 450 s are 48 an hour, of $4 at the most.
      'burn-rate': await denials(burnRate, { usdPerHour: 96, callsPerHour: 48 }, 450_000),
      'secrets-out': await denials(secretsOut, { canaries: ['canary-7f3a-91cd'] }),
      'deny everything': await denials(strict, params),
    }
    console.log(`false denials of ${SIZE} legal calls: ${JSON.stringify(found)}`)
    const { 'deny everything': all, ...others } = found
    expect(Object.values(others)).toEqual(Object.values(others).map(() => 0))
    expect(all).toBe(SIZE)
  })

  test('is denied in part by limits that are a little too small: the corpus does fill them', async () => {
    expect(await denials(rateLimit, { limit: 59, perMs: 1_000, countItems: false }, 100)).toBeGreaterThan(0)
    expect(await denials(rateLimit, { limit: items() - 1, per: 'day' })).toBeGreaterThan(0)
    expect(await denials(rateLimit, { concurrent: 5 })).toBeGreaterThan(0)
    expect(await denials(autonomyWindow, NIGHT, 480_000)).toBeGreaterThan(0)
    expect(await denials(burnRate, { callsPerHour: 48, onFast: 'deny' }, 100)).toBeGreaterThan(0)
  })

  test('is denied in part by a budget that is too small: the corpus does spend', async () => {
    expect(await denials(budget, { trial: 5 })).toBeGreaterThan(50)
    expect(estimates().micros).toBeGreaterThan(usd(100).micros)
  })
})
