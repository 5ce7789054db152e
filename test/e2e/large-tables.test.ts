import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, plantProject, ROOT, readRecord, trialOf } from './cli.ts'

/** A table of 8 MB, one of 10,001 rows, and a small one that a reference makes large. */
const SCHEMA = `
CREATE TABLE docs (id int PRIMARY KEY, title text, body text);
INSERT INTO docs SELECT i, 'old', repeat(md5(i::text), 1250) FROM generate_series(1, 200) i;
CREATE TABLE visits (id int PRIMARY KEY);
INSERT INTO visits SELECT i FROM generate_series(1, 10001) i;
CREATE TABLE notes (id int PRIMARY KEY, text text);
INSERT INTO notes VALUES (1, 'kept');`

const REFERENCE = `UPDATE docs SET title = 'new' WHERE id = 7;
INSERT INTO notes SELECT i, 'more' FROM generate_series(2, 10002) i;`

const DEFINE = pathToFileURL(join(ROOT, 'src/world/databases/define.ts')).href
const scenario = (scorer: unknown, schema = SCHEMA, reference = REFERENCE) => `
  import { defineDatabase } from '${DEFINE}'
  const shop = defineDatabase(${JSON.stringify({ schema: { sql: schema }, reference: { sql: reference } })})
  export default {
    task: { text: 'Rename document 7.' }, world: { databases: { shop } }, scorers: [${JSON.stringify(scorer)}],
  }`
const endState = (params: object) => ({ use: 'end-state', params })
const row = (meant: object) => endState({ rows: [{ collection: 'shop.docs', ...meant }] })

const SCENARIOS = {
  reference: scenario(endState({ reference: ['shop.docs'] })),
  'reference-of-many': scenario(endState({ reference: ['shop.v*'] })),
  'reference-that-grows': scenario(endState({ reference: ['shop.notes'] })),
  absent: scenario(row({ where: { title: 'wrong' }, absent: true })),
  count: scenario(row({ count: 200 })),
  'another-row': scenario(row({ id: '8', has: { title: 'old' } })),
  'answer-count': scenario({
    use: 'answer',
    params: { fields: { n: { count: { state: { collection: 'shop.docs' } } } } },
  }),
  'changed-row': scenario(row({ id: '7', has: { title: 'new' } })),
  'wrong-row': scenario(row({ id: '7', has: { title: 'wrong' } })),
  unchanged: scenario(endState({ unchanged: ['shop.visits', 'shop.notes'] })),
  changed: scenario(endState({ unchanged: ['shop.docs'] })),
  effects: scenario({
    use: 'effects',
    params: { expect: [{ collection: 'shop.docs', op: 'update', count: 1 }], others: 'forbid' },
  }),
  // What is right for all of the above, of tables that are kept whole.
  small: scenario(
    endState({ rows: [{ collection: 'shop.docs', where: { title: 'wrong' }, absent: true }], reference: ['shop.*'] }),
    SCHEMA.replace('200', '20').replace('10001', '10'),
    "UPDATE docs SET title = 'new' WHERE id = 7",
  ),
}

describe('a table that is too large to be kept whole', () => {
  let judged: (scenario: keyof typeof SCENARIOS) => { verdict: string; reason: string }
  beforeAll(async () => {
    const cwd = plantProject({
      'mettle.config.mjs': "export default { agents: { clerk: './clerk.mjs' }, workers: 1, reporters: ['json'] }",
      'clerk.mjs': `export const run = async (_, { sql }) => {
        await sql('shop').query("UPDATE docs SET title = 'new' WHERE id = 7")
        return { n: 200 }
      }`,
      ...Object.fromEntries(Object.entries(SCENARIOS).map(([name, text]) => [`scenarios/${name}.scenario.mjs`, text])),
    })
    const { stderr } = await mettle(['run', '--out', 'out'], { cwd })
    expect(stderr).toBe('')
    const record = readRecord(`${cwd}/out`)
    judged = (id) => trialOf(record, 'clerk', id)
  })

  const LIMIT = 'is too large to be kept whole, with more than 10,000 rows or 5 MB'

  test.each([
    ['reference', `scorer end-state (shop.docs ${LIMIT}: its reference says nothing`],
    ['reference-of-many', `scorer end-state (shop.visits ${LIMIT}`],
    ['reference-that-grows', `scorer end-state (shop.notes ${LIMIT}`],
    ['absent', `scorer end-state (shop.docs ${LIMIT}: which of its rows are shop.docs where`],
    ['count', `scorer end-state (shop.docs ${LIMIT}`],
    ['another-row', `scorer end-state (shop.docs ${LIMIT}`],
    ['answer-count', `scorer answer (shop.docs ${LIMIT}`],
  ] as const)('%s: what nobody knows is an error that names the limit, no failure and no pass', (id, told) => {
    const { verdict, reason } = judged(id)
    expect({ verdict, reason }).toEqual({ verdict: 'error', reason: expect.stringContaining(told) })
  })

  test('control: what its changes say is judged, and so is all of a smaller one', () => {
    const verdicts = (['changed-row', 'unchanged', 'effects', 'small'] as const).map((id) => judged(id).verdict)
    expect(verdicts).toEqual(['passed', 'passed', 'passed', 'passed'])
    expect([judged('wrong-row').verdict, judged('changed').verdict]).toEqual(['failed', 'failed'])
  })
})
