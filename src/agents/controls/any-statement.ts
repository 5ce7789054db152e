import type { SqlDatabase } from '../../boundary/sql-database.ts'
import type { Json } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'

/** A table as the agent's role sees it: its name, quoted, and the names of its columns. */
interface Table {
  name: string
  columns: string[]
}

/** What a statement is made with: values that were seen, by the name of their column. */
interface Drawing {
  random: Random
  seen: ReadonlyMap<string, readonly Json[]>
}

interface Statement {
  text: string
  values: Json[]
}

const COLUMNS = `SELECT table_schema, table_name, column_name FROM information_schema.columns
WHERE table_schema <> 'information_schema' AND table_schema !~ '^(pg_|mettle)' ORDER BY 1, 2, ordinal_position LIMIT 1000`

/** Which rows come first must not depend on what earlier trials have done to a table. */
const IN_ORDER = 'ORDER BY t::text LIMIT 20'

/** Asks a database which tables it has. */
export async function readTables(database: SqlDatabase): Promise<Table[]> {
  const { rows } = await database.query(COLUMNS)
  const tables = Map.groupBy(rows, ({ table_schema, table_name }) => `${quote(table_schema)}.${quote(table_name)}`)
  return [...tables].map(([name, of]) => ({ name, columns: of.map(({ column_name }) => String(column_name)) }))
}

/** A legal statement that reads, changes or deletes rows of one of the tables; undefined where there is none. */
export function anyStatement(tables: readonly Table[], drawing: Drawing): Statement | undefined {
  const { random } = drawing
  const table = tables[random.int(Math.max(1, tables.length))]
  if (!table) return undefined
  const [one, other] = [random.pick(table.columns), random.pick(table.columns)]
  const by = valueFor(other, drawing)
  switch (random.int(4)) {
    case 0:
      return {
        text: `UPDATE ${table.name} SET ${quote(one)} = $1 WHERE ${quote(other)} = $2`,
        values: [valueFor(one, drawing), by],
      }
    case 1:
      return { text: `DELETE FROM ${table.name} WHERE ${quote(other)} = $1`, values: [by] }
    case 2:
      return { text: `SELECT * FROM ${table.name} AS t WHERE ${quote(other)} = $1 ${IN_ORDER}`, values: [by] }
    default:
      return { text: `SELECT * FROM ${table.name} AS t ${IN_ORDER}`, values: [] }
  }
}

function valueFor(column: string, { random, seen }: Drawing): Json {
  const known = seen.get(column) ?? []
  return known.length > 0 ? random.pick([...known]) : random.int(100)
}

function quote(name: Json | undefined): string {
  return `"${String(name).replaceAll('"', '""')}"`
}
