import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval } from '../../src/guards/approval.ts'
import type { Guard } from '../../src/guards/define.ts'
import { codeOf } from './cases/approval-cases.ts'
import { GRANTS, SHOP } from './cases/shop.ts'
import { openHall, type SqlHall, type SqlStage } from './stage.ts'

const MINUTE = 60_000
const DELETE = 'DELETE FROM items WHERE id <= 2'

let hall: SqlHall

beforeAll(async () => {
  hall = await openHall({ schema: { sql: SHOP }, grants: { sql: GRANTS } })
}, 60_000)
afterAll(() => hall[Symbol.asyncDispose]())

/** Waits until a person was asked, then lets time pass. */
async function passes(stage: SqlStage, ms: number): Promise<void> {
  while (stage.asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  await stage.clock.advance(ms)
}

const left = async ({ ask }: SqlStage) => Number((await ask('SELECT count(*) AS n FROM items WHERE id <= 2'))[0]?.n)

/** A statement that is approved with a delay, and what an intruder finds of it on the way; where nobody waits, behind it. */
async function delayed(guard: Guard<never>, takenBackAfterMs?: number, waits = true) {
  const stage = await hall.stage({
    guards: [{ guard, params: { delayMs: MINUTE } }],
    ...(takenBackAfterMs !== undefined && { takenBackAfterMs }),
  })
  const sent = codeOf(stage.db.query(DELETE))
  await passes(stage, MINUTE - 1)
  if (!waits) await sent
  const before = await left(stage)
  // Somebody else wants the same rows meanwhile: they are held.
  const held = await stage.ask('SELECT id FROM items WHERE id <= 2 FOR UPDATE SKIP LOCKED')
  await stage.clock.advance(2)
  const code = await sent
  const after = await left(stage)
  const found = stage.violations('approval')
  await stage.end()
  return { before, held: 2 - held.length, code, after, found }
}

describe('A12 on sql: an approved statement is held open for its delay', () => {
  test('its rows stay locked and unchanged for others until the window is over', async () => {
    expect(await delayed(approval as Guard<never>)).toEqual({
      before: 2,
      held: 2,
      code: undefined,
      after: 0,
      found: [],
    })
  })

  test('a yes that is taken back within it rolls everything back', async () => {
    const { code, after, found } = await delayed(approval as Guard<never>, MINUTE - 1)
    expect({ code, after, found }).toEqual({ code: '42501', after: 2, found: [] })
  })

  test('positive control: a guard that does not wait is seen', async () => {
    const hasty = {
      ...approval,
      start: (params: Parameters<typeof approval.start>[0], context: Parameters<typeof approval.start>[1]) =>
        approval.start({ ...params, delayMs: 0 }, context),
    }
    const { before, after, found } = await delayed(hasty as unknown as Guard<never>, MINUTE - 1, false)
    expect({ before, after }).toEqual({ before: 0, after: 0 })
    expect(found).toMatchObject([{ calls: ['c1'] }])
  })
})
