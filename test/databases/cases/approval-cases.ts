import assert from 'node:assert/strict'
import type { ApprovalRequest } from '../../../src/boundary/approver.ts'
import type { SqlDatabase } from '../../../src/boundary/sql-database.ts'
import { sqlTool } from '../../../src/channels/sql/tool.ts'
import type { ApprovalParams } from '../../../src/guards/approval.ts'
import type { Guard } from '../../../src/guards/define.ts'
import type { SqlHall, SqlStage, StageOptions } from '../stage.ts'

/** One thing that the guard must survive on a real server. `check` rejects where it does not. */
export interface SqlCase {
  id: string
  title: string
  check(guard: Guard<ApprovalParams>, hall: SqlHall): Promise<void>
}

const TEN_IN_ALL = { over: { items: 10, within: 'trial' } }
const TEN_AT_ONCE = { over: { items: 10 } }

interface Setting extends Omit<StageOptions, 'guards'> {
  params: unknown
  mode?: 'enforce' | 'observe'
}

/** A trial under the guard, in which nobody gets a yes where nothing else is said. */
async function under(
  guard: Guard<ApprovalParams>,
  hall: SqlHall,
  { params, mode = 'enforce', answers = ['no'], ...more }: Setting,
  act: (stage: SqlStage) => Promise<void>,
): Promise<void> {
  const stage = await hall.stage({ guards: [{ guard, params, mode }], answers, ...more })
  try {
    await act(stage)
    assert.deepEqual(
      stage.events().filter(({ type }) => type === 'harness-fault'),
      [],
    )
  } finally {
    await stage.end()
  }
}

/** The code of a statement's error; undefined where it ran. */
export async function codeOf(sent: Promise<unknown>): Promise<string | undefined> {
  return sent.then(
    () => undefined,
    ({ code }) => code,
  )
}

/** How many rows are gone or changed, as somebody else sees it. */
async function touched({ ask }: SqlStage): Promise<number> {
  const [row] =
    await ask(`SELECT 600 - (SELECT count(*) FROM items WHERE note = '') + (40 - (SELECT count(*) FROM events))
    + (30 - (SELECT count(*) FROM orders)) + (12000 - (SELECT count(*) FROM large)) AS n`)
  return Number(row?.n)
}

/** One row at a time, 24 times: by what makes the statement, and how it is sent. */
type Split = (at: number, db: SqlDatabase, stage: SqlStage) => Promise<unknown>

const FORMS = [
  (id: number) => `DELETE FROM items WHERE id = ${id}`,
  (id: number) => `WITH gone AS (DELETE FROM items WHERE id = ${id} RETURNING id) SELECT id FROM gone`,
  (id: number) => `MERGE INTO items USING (SELECT ${id} AS id) s ON items.id = s.id WHEN MATCHED THEN DELETE`,
  (id: number) => `UPDATE items SET note = 'gone' WHERE id = ${id}`,
  (id: number) => `INSERT INTO items VALUES (${id}) ON CONFLICT (id) DO UPDATE SET note = 'gone'`,
  (id: number) => `DO $$ BEGIN DELETE FROM items WHERE id = ${id}; END $$`,
  (id: number) => `/* nothing */ DELETE FROM ONLY public.items AS i USING customers c WHERE i.id = ${id} AND c.id = 1`,
]

const form = (at: number) => FORMS[at % FORMS.length]?.(at + 1) ?? ''

const remove = (name: string, statement: string, db: SqlDatabase) =>
  sqlTool(
    {
      name,
      description: '',
      inputSchema: {},
      database: 'shop',
      parse: (input) => ({ input }),
      statement: (input) => ({ text: statement, values: [input] }),
    } as Parameters<typeof sqlTool>[0],
    db,
  ).call

const SPLITS: Record<string, Split> = {
  'one at a time': (at, db) => db.query('DELETE FROM items WHERE id = $1', [at + 1]),
  'by form': (at, db) => db.query(form(at)),
  'by tool': (at, db) => {
    const byId = remove('remove_item', 'DELETE FROM items WHERE id = $1', db)
    const retire = remove('retire_item', "UPDATE items SET note = 'gone' WHERE id = $1", db)
    return (at % 2 === 0 ? byId : retire)(at + 1)
  },
  'by agent': (at, db, { as }) =>
    (at % 3 === 0 ? db : as(at % 3 === 1 ? 'agent/helper' : 'agent/other')).query(form(at)),
  'by connection': (at, db) => db.connect().query(form(at)),
  'by table': (at, db) => db.query(`DELETE FROM ${at % 2 === 0 ? 'items' : 'events'} WHERE id = ${at + 1}`),
}

async function stopsAtTheEleventh(stage: SqlStage, size: number, split: Split): Promise<void> {
  const codes: unknown[] = []
  const { db } = stage
  // More connections than a role may have at once are none of this.
  const few = Array.from({ length: 6 }, () => db.connect())
  const shared = { ...db, connect: () => few[codes.length % few.length] ?? db }
  for (let at = 0; at < size; at++) codes.push(await codeOf(split(at, shared, stage)))
  assert.equal(await touched(stage), 10, 'ten rows, and not one more')
  assert.equal(stage.asked.length, size - 10, 'a person was asked about each of the others')
  assert.deepEqual(stage.violations('approval'), [])
}

async function inTransactions(stage: SqlStage, size: number): Promise<void> {
  const { db } = stage
  for (let at = 0; at < 24; at += size) {
    await db.query('BEGIN')
    for (let each = 0; each < size; each++) {
      await db.query('SAVEPOINT mine')
      const code = await codeOf(db.query(form(at + each)))
      if (code) await db.query('ROLLBACK TO mine')
    }
    await db.query('COMMIT')
  }
  assert.equal(await touched(stage), 10, `ten rows in transactions of ${size}`)
  assert.deepEqual(stage.violations('approval'), [])
}

/** Much by little: what is sent, and how many rows it would touch. */
const HIDDEN: Record<string, { texts: string[]; rows: number }> = {
  'a condition that is always true': { texts: ['DELETE FROM items WHERE true'], rows: 600 },
  'a join': { texts: ['DELETE FROM items USING events'], rows: 600 },
  'a cascade': { texts: ['DELETE FROM customers WHERE id = 1'], rows: 26 },
  'a trigger': { texts: ["UPDATE switches SET active = true WHERE name = 'clean up'"], rows: 41 },
  'a trigger at the commit of a statement': {
    texts: ["UPDATE switches SET active = true WHERE name = 'clean up later'"],
    rows: 41,
  },
  'a trigger at the commit of a transaction': {
    texts: ['BEGIN', "UPDATE switches SET active = true WHERE name = 'clean up later'", 'COMMIT'],
    rows: 40,
  },
  truncate: { texts: ['TRUNCATE items'], rows: 600 },
  'truncate with a cascade': { texts: ['TRUNCATE customers CASCADE'], rows: 34 },
  'truncate of more rows than are listed': { texts: ['TRUNCATE large'], rows: 12_000 },
  'more rows than are listed': { texts: ['DELETE FROM large'], rows: 12_000 },
  'copy of what is deleted': { texts: ['COPY (DELETE FROM items RETURNING id) TO STDOUT'], rows: 600 },
  'a function of its owner': { texts: ['SELECT purge()'], rows: 40 },
  'a function in a filter': { texts: ['SELECT * FROM customers WHERE purge() > 0'], rows: 40 },
  'a block': { texts: ['DO $$ BEGIN FOR i IN 1..11 LOOP DELETE FROM items WHERE id = i; END LOOP; END $$'], rows: 11 },
  'a prepared statement': { texts: ['PREPARE p AS DELETE FROM items', 'EXECUTE p'], rows: 600 },
  'explain analyze': { texts: ['EXPLAIN ANALYZE DELETE FROM items'], rows: 600 },
  'a savepoint that is let go': {
    texts: ['BEGIN', 'SAVEPOINT a', 'DELETE FROM items WHERE id <= 11', 'RELEASE a', 'COMMIT'],
    rows: 11,
  },
}

async function staysHidden(stage: SqlStage, { texts, rows }: { texts: string[]; rows: number }): Promise<void> {
  const codes: unknown[] = []
  for (const text of texts) codes.push(await codeOf(stage.db.query(text)))
  await stage.db.query('ROLLBACK').catch(() => {})
  assert.ok(codes.includes('42501'), `${texts.join('; ')} was refused`)
  assert.deepEqual(
    stage.asked.map(({ items }) => items),
    [rows],
    `a person was asked about the rows of ${texts.join('; ')}`,
  )
  assert.equal(await touched(stage), 0, 'and nothing was changed')
  assert.deepEqual(stage.violations('approval'), [])
}

export const sqlApprovalCases: SqlCase[] = [
  {
    id: 'A9',
    title: '500 single deletes stop at the eleventh',
    check: (guard, hall) =>
      under(guard, hall, { params: TEN_IN_ALL }, (stage) =>
        stopsAtTheEleventh(stage, 500, SPLITS['one at a time'] as Split),
      ),
  },
  ...Object.entries(SPLITS).map(
    ([name, split]): SqlCase => ({
      id: `A9 ${name}`,
      title: `24 rows, split ${name}, stop at the eleventh`,
      check: (guard, hall) =>
        under(guard, hall, { params: TEN_IN_ALL }, (stage) => stopsAtTheEleventh(stage, 24, split)),
    }),
  ),
  ...[1, 4, 12].map(
    (size): SqlCase => ({
      id: `A9 transactions of ${size}`,
      title: `24 rows in transactions of ${size} stop at the eleventh`,
      check: (guard, hall) => under(guard, hall, { params: TEN_IN_ALL }, (stage) => inTransactions(stage, size)),
    }),
  ),
  {
    id: 'A9 rolled back',
    title: 'what was rolled back does not count',
    check: (guard, hall) =>
      under(guard, hall, { params: TEN_IN_ALL }, async ({ db, asked, ...stage }) => {
        for (const text of [
          'BEGIN',
          'DELETE FROM items WHERE id <= 5',
          'SAVEPOINT a',
          'DELETE FROM items WHERE id <= 10',
        ])
          await db.query(text)
        await db.query('ROLLBACK TO a')
        await db.query('ROLLBACK')
        await db.query('DELETE FROM items WHERE id <= 10')
        assert.deepEqual(asked, [], 'nobody was asked')
        assert.equal(await codeOf(db.query('DELETE FROM items WHERE id = 11')), '42501')
        assert.deepEqual(stage.violations('approval'), [])
      }),
  },
  {
    id: 'A9 at once',
    title: 'two transactions at once share the limit, and what was approved beside them is no violation',
    check: (guard, hall) =>
      under(guard, hall, { params: TEN_IN_ALL, answers: ['yes', 'no'] }, async (stage) => {
        const [one, two] = [stage.db, stage.db.connect()]
        await one.query('BEGIN')
        await one.query('DELETE FROM items WHERE id <= 6')
        await two.query('DELETE FROM items WHERE id BETWEEN 11 AND 16')
        assert.equal(stage.asked.length, 1, 'together they are more than ten')
        await one.query('COMMIT')
        assert.deepEqual(stage.violations('approval'), [])
        assert.equal(await codeOf(two.query('DELETE FROM items WHERE id BETWEEN 21 AND 25')), '42501')
        assert.equal(await touched(stage), 12)
      }),
  },
  ...Object.entries(HIDDEN).map(
    ([name, hidden]): SqlCase => ({
      id: `A10 ${name}`,
      title: `${name} is counted by its rows, and rolled back`,
      check: (guard, hall) => under(guard, hall, { params: TEN_AT_ONCE }, (stage) => staysHidden(stage, hidden)),
    }),
  ),
  {
    id: 'A10 beyond the list',
    title: 'rows that are too many to be listed count all the same',
    check: (guard, hall) =>
      under(guard, hall, { params: { over: { items: 11_000 } } }, (stage) =>
        staysHidden(stage, { texts: ['TRUNCATE large'], rows: 12_000 }),
      ),
  },
  {
    id: 'A6',
    title: 'nobody changes a row between the approval and the commit: what was shown is what is there',
    check: async (guard, hall) => {
      const tried: unknown[] = []
      let stage: SqlStage | undefined
      const thinking = async (request: ApprovalRequest) => {
        const rival = stage?.as('rival').connect()
        await rival?.query("SET lock_timeout = '100ms'")
        tried.push(await codeOf(rival?.query("UPDATE items SET note = 'changed' WHERE id = 7") ?? Promise.resolve()))
        tried.push(request.effects?.map(({ op, id, before, after }) => ({ op, id, before, after })))
      }
      const params = { on: 'shop UPDATE items' }
      await under(
        guard,
        hall,
        { params, answers: ['yes'], thinking: (request) => thinking(request) },
        async (opened) => {
          stage = opened
          const { db, ask } = opened
          await db.query("UPDATE items SET note = note || '+' WHERE id = 7")
          assert.equal(tried[0], '55P03', 'another session had to wait')
          const effects = opened.evidence().calls.find(({ call }) => call.id === 'c1')?.effects ?? []
          assert.deepEqual(
            tried[1],
            effects.map(({ op, id, before, after }) => ({ op, id, before, after })),
            'what was committed is what was shown',
          )
          assert.deepEqual(tried[1], [
            { op: 'update', id: '7', before: { id: 7, note: '' }, after: { id: 7, note: '+' } },
          ])
          assert.deepEqual(await ask('SELECT note FROM items WHERE id = 7'), [{ note: '+' }])
        },
      )
    },
  },
]
