import { afterAll, describe, expect, test } from 'vitest'
import { approval } from '../../src/guards/approval.ts'
import { budget } from '../../src/guards/budget.ts'
import type { Guard } from '../../src/guards/define.ts'
import { approvalCases, moreApprovalCases } from './cases/approval-cases.ts'
import { approvalMutants } from './cases/approval-mutants.ts'
import { budgetCases, moreBudgetCases } from './cases/budget-cases.ts'
import { budgetMutants } from './cases/budget-mutants.ts'
import { catches, type GuardCase, type Mutants } from './cases/case.ts'

const survived: string[] = []
const controlled: string[] = []
const killed = new Set<string>()

/** Each case against the guard, and against every mutant: a case that catches none proves nothing. */
function suite<P>(guard: Guard<P>, cases: GuardCase<P>[], mutants: Mutants<P>): void {
  describe(guard.name, () => {
    for (const one of cases) {
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

suite(budget, [...budgetCases, ...moreBudgetCases], budgetMutants)
suite(approval, [...approvalCases, ...moreApprovalCases], approvalMutants)

describe('counts', () => {
  const listed = [...budgetCases, ...approvalCases].map(({ id }) => id)
  const more = [...moreBudgetCases, ...moreApprovalCases].map(({ id }) => id)
  const all = [
    ...Object.keys(budgetMutants).map((name) => `budget: ${name}`),
    ...Object.keys(approvalMutants).map((name) => `approval: ${name}`),
  ]

  afterAll(() => {
    const of = (ids: string[], ran: string[]) => `${ids.filter((id) => ran.includes(id)).length} of ${ids.length}`
    console.log(
      `guard cases: ${of(listed, survived)}, positive controls caught: ${of(listed, controlled)}; ` +
        `more cases: ${of(more, survived)}, controls ${of(more, controlled)}; mutation score: ${killed.size} of ${all.length}`,
    )
  })

  test('every case held and every control was caught', () => {
    expect(survived.toSorted()).toEqual([...listed, ...more].toSorted())
    expect(controlled.toSorted()).toEqual([...listed, ...more].toSorted())
  })

  test('every mutant was killed by a case', () => {
    expect(all.filter((name) => !killed.has(name))).toEqual([])
  })
})
