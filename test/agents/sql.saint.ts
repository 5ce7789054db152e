import type { Agent, GoldWay, Json } from '../../src/index.ts'

// A saint of no scenario, whose world is a database.

type Rows = { rows: { id: number; note: string }[] }

export const run: Agent['run'] = () => 'right'

export const gold: GoldWay['gold'] = [
  { database: 'shop', text: 'SELECT id, note FROM orders WHERE id <= $1 ORDER BY id', values: [2], reads: true },
  { waitMs: 60_000 },
  {
    database: 'shop',
    text: 'DELETE FROM orders WHERE id = ANY ($1)',
    values: (replies) => [(replies[0] as Rows).rows.map(({ id }) => id)] as Json[],
    reason: 'they are old',
  },
]

export const claim: GoldWay['claim'] = (replies) => `Deleted: ${(replies[2] as { rowCount: number }).rowCount}.`
