import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ApprovalParams, approval } from '../../src/guards/approval.ts'
import type { Guard } from '../../src/guards/define.ts'
import { type SqlCase, sqlApprovalCases } from './cases/approval-cases.ts'
import { sqlApprovalMutants } from './cases/approval-mutants.ts'
import { GRANTS, SHOP } from './cases/shop.ts'
import { openHall, type SqlHall } from './stage.ts'

let hall: SqlHall

beforeAll(async () => {
  hall = await openHall({ schema: { sql: SHOP }, grants: { sql: GRANTS } })
})
afterAll(() => hall[Symbol.asyncDispose]())

const mutants = Object.entries(sqlApprovalMutants)
const killed = new Set<string>()

async function catches({ check }: SqlCase, mutant: Guard<ApprovalParams>): Promise<boolean> {
  return check(mutant, hall).then(
    () => false,
    () => true,
  )
}

async function first<T>(all: readonly T[], isCaught: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of all) if (await isCaught(one)) return one
  return undefined
}

describe('approval, on rows that a database holds open', () => {
  test.each(sqlApprovalCases)('$id: $title', async ({ check }) => check(approval, hall), 60_000)

  test.each(sqlApprovalCases)(
    '$id: positive control',
    async (one) => {
      const caught = await first(mutants, ([, mutant]) => catches(one, mutant))
      expect(caught).toBeDefined()
      if (caught) killed.add(caught[0])
    },
    60_000,
  )

  test.each(mutants)(
    'a guard that %s is caught',
    async (name, mutant) => {
      const short = sqlApprovalCases.filter(({ id }) => id !== 'A9')
      expect(killed.has(name) || (await first(short, (one) => catches(one, mutant)))).toBeTruthy()
    },
    60_000,
  )
})
