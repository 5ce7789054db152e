import type { AgentSession } from 'mettle'

/** Moves units of one line. What came of it is for others to see. */
export async function moveLine(session: AgentSession, line: number, units = 1): Promise<void> {
  const move = `WITH moved AS (INSERT INTO transfers (plan, sku, units)
    SELECT plan, sku, $2::int FROM wants WHERE plan = 'reb_14' ORDER BY sku OFFSET $1 LIMIT 1 RETURNING sku, units)
    UPDATE levels SET on_hand = on_hand - units FROM moved WHERE levels.sku = moved.sku AND warehouse = 'hub'`
  const refused = () => undefined
  await session.sql('inventory').query(move, [line, units]).catch(refused)
}
