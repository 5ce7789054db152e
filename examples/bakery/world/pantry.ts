import { defineDatabase, defineSqlTool } from 'mettle'
import { z } from 'zod'

/** What lies in the pantry. The agent may read it, and write what was ordered. */
export const pantry = defineDatabase({
  schema: new URL('./pantry.sql', import.meta.url),
  rows: ({ random }) => ({ stock: ['flour', 'rye', 'salt'].map((item) => ({ item, bags: 2 + random.int(6) })) }),
  grants: { sql: 'GRANT SELECT ON stock TO agent; GRANT UPDATE (ordered) ON stock TO agent' },
})

/** A tool that is one statement: guards and faults see the statement. */
export const bookFlour = defineSqlTool({
  description: 'Writes down how many bags of flour are on their way.',
  database: 'pantry',
  input: z.strictObject({ bags: z.int().min(1) }),
  statement: ({ bags }) => ({ text: "UPDATE stock SET ordered = $1 WHERE item = 'flour'", values: [bags] }),
})
