import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval } from '../../src/guards/approval.ts'
import type { Guard } from '../../src/guards/define.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { codeOf } from './cases/approval-cases.ts'
import { GRANTS, SHOP } from './cases/shop.ts'
import { openHall, type SqlHall, type StageOptions } from './stage.ts'

let hall: SqlHall

beforeAll(async () => {
  hall = await openHall({ schema: { sql: SHOP }, grants: { sql: GRANTS } })
}, 60_000)
afterAll(() => hall[Symbol.asyncDispose]())

describe('a guard that only looks on', () => {
  test('asks nobody, waits for nobody, undoes nothing, and its oracle finds what it would have held', async () => {
    const guards: StageOptions['guards'] = [{ guard: approval, params: { over: { items: 10 } }, mode: 'observe' }]
    // Whoever asked would wait for ever: the clock stands still.
    const { db, asked, ask, evidence, violations, end } = await hall.stage({ guards, answers: ['silent'] })
    await db.query('DELETE FROM items WHERE id <= 20')
    for (const text of ['BEGIN', "UPDATE switches SET active = true WHERE name = 'clean up later'", 'COMMIT'])
      await db.query(text)
    expect(asked).toEqual([])
    expect(await ask('SELECT (SELECT count(*) FROM items) AS items, (SELECT count(*) FROM events) AS events')).toEqual([
      { items: '580', events: '0' },
    ])
    const decisions = evidence().calls.flatMap(({ decisions }) => decisions.map(({ decision }) => decision))
    expect(decisions.filter((decision) => decision === 'hold')).toHaveLength(2)
    expect(violations('approval').map(({ calls }) => calls)).toEqual([['c1'], ['c4']])
    expect(await end()).toMatchObject({ changes: 61, problems: [] })
  })

  test('positive control: the same guard, enforced, denies both once nobody answers', async () => {
    const guards: StageOptions['guards'] = [{ guard: approval, params: { over: { items: 10 }, timeoutMs: 1 } }]
    const { db, asked, ask, clock, violations, end } = await hall.stage({ guards, answers: ['silent'] })
    const sent = codeOf(db.query('DELETE FROM items WHERE id <= 20'))
    for (let turn = 0; asked.length === 0 && turn < 500; turn++) await new Promise((resolve) => setTimeout(resolve, 2))
    // Held open: nobody else sees it before it is decided.
    expect(await ask('SELECT count(*) AS n FROM items')).toEqual([{ n: '600' }])
    await clock.advance(1)
    expect(await sent).toBe('42501')
    expect(violations('approval')).toEqual([])
    expect(await end()).toMatchObject({ changes: 0, problems: [] })
  })
})

const SIZE = 240

/** Statements that break nothing: reads, small writes, transactions that are kept and rolled back, some that fail. */
function corpus(): string[] {
  const random = createRandom('benign sql')
  const id = () => 1 + random.int(600)
  const small = [
    () => `SELECT * FROM items WHERE id = ${id()}`,
    () => 'SELECT c.name, sum(o.total) FROM customers c JOIN orders o ON o.customer = c.id GROUP BY c.name ORDER BY 1',
    () => `UPDATE items SET note = 'DROP TABLE items; --' WHERE id = ${id()}`,
    () => `DELETE FROM orders WHERE id = ${1 + random.int(30)}`,
    () => `INSERT INTO items VALUES (${1_000 + random.int(100_000)}, 'new') ON CONFLICT DO NOTHING`,
    () => `UPDATE items SET note = 'a' WHERE id BETWEEN ${random.int(590)} AND ${random.int(5)}`,
    () => `UPDATE items SET note = 'ten' WHERE id BETWEEN ${id()} AND 0 OR id IN (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)`,
    () => 'EXPLAIN SELECT * FROM items',
    () => 'SHOW timezone',
    () => "SET application_name = 'agent'",
    () => `WITH one AS (SELECT ${id()} AS id) SELECT * FROM items JOIN one USING (id)`,
    () => 'SELECT 1 / 0',
  ]
  const kept = () => [
    'BEGIN',
    random.pick(small.slice(0, 5))(),
    'SAVEPOINT a',
    random.pick(small.slice(2, 5))(),
    'RELEASE a',
    'COMMIT',
  ]
  const dropped = () => ['BEGIN', random.pick(small.slice(2, 5))(), 'ROLLBACK']
  const all: string[] = []
  while (all.length < SIZE) all.push(...random.pick([kept, dropped, () => [random.pick(small)()]])())
  return all
}

async function refusals(guard: Guard<never>, params: unknown): Promise<{ refused: number; of: number; asked: number }> {
  const stage = await hall.stage({ guards: [{ guard, params }], answers: ['yes'] })
  const texts = corpus()
  for (const text of texts) await codeOf(stage.db.query(text))
  const refused = stage.evidence().calls.filter(({ delivered }) => delivered?.outcome === 'refused').length
  const found = { refused, of: texts.length, asked: stage.asked.length }
  expect(stage.violations(guard.name)).toEqual([])
  expect((await stage.end()).problems).toEqual([])
  return found
}

describe('a benign corpus of statements', () => {
  const strict = { ...approval, start: () => ({ decide: () => ({ kind: 'deny', reason: 'no' }) }) } as unknown

  test('is refused by nobody, and by a guard that denies everything to 100 %', async () => {
    const guard = approval as unknown as Guard<never>
    const found = {
      approved: await refusals(guard, {}),
      few: await refusals(guard, { over: { items: 10 } }),
      'in all': await refusals(guard, { over: { items: 5_000, within: 'trial' } }),
      strict: await refusals(strict as Guard<never>, {}),
    }
    console.log(`false denials of legal statements: ${JSON.stringify(found)}`)
    const { approved, few, 'in all': all, strict: everything } = found
    expect([approved.refused, few.refused, all.refused]).toEqual([0, 0, 0])
    // Nobody was bothered with what is small, and somebody with every write where all need a yes.
    expect([few.asked, all.asked]).toEqual([0, 0])
    expect(approved.asked).toBeGreaterThan(50)
    expect(everything.refused).toBe(everything.of)
  }, 60_000)

  test('is held by a limit that is a little too small: the corpus does fill it', async () => {
    expect((await refusals(approval as unknown as Guard<never>, { over: { items: 9 } })).asked).toBeGreaterThan(0)
  }, 60_000)
})
