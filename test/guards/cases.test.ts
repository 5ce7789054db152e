import { afterAll, describe, expect, test } from 'vitest'
import { approval } from '../../src/guards/approval.ts'
import { autonomyWindow } from '../../src/guards/autonomy-window.ts'
import { budget } from '../../src/guards/budget.ts'
import { burnRate } from '../../src/guards/burn-rate.ts'
import type { Guard } from '../../src/guards/define.ts'
import { loopBreaker } from '../../src/guards/loop-breaker.ts'
import { newEndpoint } from '../../src/guards/new-endpoint.ts'
import { permissions } from '../../src/guards/permissions.ts'
import { rateLimit } from '../../src/guards/rate-limit.ts'
import { sandboxFirst } from '../../src/guards/sandbox-first.ts'
import { secretsOut } from '../../src/guards/secrets-out.ts'
import { approvalCases, moreApprovalCases } from './cases/approval-cases.ts'
import { approvalMutants } from './cases/approval-mutants.ts'
import { approvalWindowCases } from './cases/approval-window-cases.ts'
import { autonomyWindowCases, moreAutonomyWindowCases } from './cases/autonomy-window-cases.ts'
import { autonomyWindowMutants } from './cases/autonomy-window-mutants.ts'
import { budgetCases, moreBudgetCases } from './cases/budget-cases.ts'
import { budgetMutants } from './cases/budget-mutants.ts'
import { burnRateCases } from './cases/burn-rate-cases.ts'
import { burnRateMutants } from './cases/burn-rate-mutants.ts'
import { catches, type GuardCase, type Mutants } from './cases/case.ts'
import { loopBreakerCases, moreLoopBreakerCases } from './cases/loop-breaker-cases.ts'
import { loopBreakerMutants } from './cases/loop-breaker-mutants.ts'
import { newEndpointCases } from './cases/new-endpoint-cases.ts'
import { newEndpointMutants } from './cases/new-endpoint-mutants.ts'
import { morePermissionsCases, permissionsCases } from './cases/permissions-cases.ts'
import { permissionsMutants } from './cases/permissions-mutants.ts'
import { moreRateLimitCases, rateLimitCases } from './cases/rate-limit-cases.ts'
import { rateLimitMutants } from './cases/rate-limit-mutants.ts'
import { sandboxFirstCases } from './cases/sandbox-first-cases.ts'
import { sandboxFirstMutants } from './cases/sandbox-first-mutants.ts'
import { secretsOutCases } from './cases/secrets-out-cases.ts'
import { secretsOutMutants } from './cases/secrets-out-mutants.ts'

const listed: string[] = []
const more: string[] = []
const mutated: string[] = []
const survived: string[] = []
const controlled: string[] = []
const killed = new Set<string>()

/** Each case against the guard, and against every mutant: a case that catches none proves nothing. */
function suite<P>(guard: Guard<P>, cases: GuardCase<P>[], moreCases: GuardCase<P>[], mutants: Mutants<P>): void {
  listed.push(...cases.map(({ id }) => id))
  more.push(...moreCases.map(({ id }) => id))
  mutated.push(...Object.keys(mutants).map((name) => `${guard.name}: ${name}`))
  describe(guard.name, () => {
    for (const one of [...cases, ...moreCases]) {
      test(`${one.id} ${one.title}`, async () => {
        await one.check(guard)
        survived.push(one.id)
      })
      test(`${one.id} positive control: catches a mutant`, async () => {
        const caught: string[] = []
        for (const [name, mutant] of Object.entries(mutants)) if (await catches(one, mutant)) caught.push(name)
        expect(caught).not.toEqual([])
        for (const name of caught) killed.add(`${guard.name}: ${name}`)
        controlled.push(one.id)
      })
    }
  })
}

suite(budget, budgetCases, moreBudgetCases, budgetMutants)
suite(approval, approvalCases, [...moreApprovalCases, ...approvalWindowCases], approvalMutants)
suite(permissions, permissionsCases, morePermissionsCases, permissionsMutants)
suite(loopBreaker, loopBreakerCases, moreLoopBreakerCases, loopBreakerMutants)
suite(rateLimit, rateLimitCases, moreRateLimitCases, rateLimitMutants)
suite(autonomyWindow, autonomyWindowCases, moreAutonomyWindowCases, autonomyWindowMutants)
suite(sandboxFirst, [], sandboxFirstCases, sandboxFirstMutants)
suite(newEndpoint, newEndpointCases, [], newEndpointMutants)
suite(burnRate, burnRateCases, [], burnRateMutants)
suite(secretsOut, [], secretsOutCases, secretsOutMutants)

describe('counts', () => {
  afterAll(() => {
    const of = (ids: string[], ran: string[]) => `${ids.filter((id) => ran.includes(id)).length} of ${ids.length}`
    console.log(
      `guard cases: ${of(listed, survived)}, positive controls caught: ${of(listed, controlled)}; ` +
        `more cases: ${of(more, survived)}, controls ${of(more, controlled)}; mutation score: ${killed.size} of ${mutated.length}`,
    )
  })

  test('every case held and every control was caught', () => {
    expect(survived.toSorted()).toEqual([...listed, ...more].toSorted())
    expect(controlled.toSorted()).toEqual([...listed, ...more].toSorted())
  })

  test('every mutant was killed by a case', () => {
    expect(mutated.filter((name) => !killed.has(name))).toEqual([])
  })
})
