import type { Client, DatabaseError } from 'pg'

/** What a statement came to, as somebody saw it who looked at everything before and after. */
export interface Deeds {
  rows: Deed[]
  /** Objects of the schema that came, went or are others: 'class 16400', 'trigger 16500'. */
  schema: string[]
}

export interface Deed {
  op: 'INSERT' | 'UPDATE' | 'DELETE'
  /** By its first name, and that of the root of its partition: 'items', 'side.more'. */
  table: string
  /** Its primary key; what it holds where there is none. */
  key: string
}

export const NOTHING: Deeds = { rows: [], schema: [] }

interface Row {
  /** What it holds, and which version of it this is. */
  text: string
  version: string
}

/** The whole of a database at a moment: every row, and every object of its schema. */
export interface Snapshot {
  schema: Map<string, string>
  /** Table -> key -> row. */
  rows: Map<string, Map<string, Row>>
  tables: readonly Table[]
  sequences: string
}

interface Table {
  oid: number
  root: number
  name: string
  sql: string
  keys: string[] | null
  columns: string
}

const OWN = `n.nspname !~ '^(pg_|mettle|information_schema)'`
const RELATION = `pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace`

/** Every object that is somebody's own, as 'kind oid' and all that its catalogues say of it. */
const SCHEMA = `
SELECT 'class ' || c.oid AS key, concat_ws('|', n.nspname, c.relname, c.relkind, c.relowner, c.relacl, c.reloptions, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relispartition,
    CASE WHEN c.relkind IN ('m', 'S') THEN c.relfilenode::text END, CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END, CASE WHEN c.relkind = 'i' THEN pg_get_indexdef(c.oid) END) AS text FROM ${RELATION} WHERE ${OWN} AND c.relkind <> 't'
UNION ALL SELECT 'column ' || a.attrelid || '.' || a.attnum, concat_ws('|', a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attisdropped, a.attgenerated, a.attidentity, a.attacl, a.attstattarget, a.attstorage, pg_get_expr(d.adbin, d.adrelid))
  FROM pg_attribute a JOIN ${RELATION} ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum WHERE ${OWN} AND c.relkind <> 't' AND a.attnum > 0
UNION ALL SELECT 'constraint ' || k.oid, concat_ws('|', k.conname, k.conrelid, k.convalidated, k.condeferrable, k.condeferred, pg_get_constraintdef(k.oid)) FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace WHERE ${OWN}
UNION ALL SELECT 'trigger ' || t.oid, concat_ws('|', t.tgname, t.tgrelid, t.tgenabled, pg_get_triggerdef(t.oid)) FROM pg_trigger t JOIN ${RELATION} ON c.oid = t.tgrelid WHERE ${OWN} AND NOT t.tgisinternal AND t.tgname !~ '^!mettle'
UNION ALL SELECT 'rule ' || r.oid, concat_ws('|', r.rulename, r.ev_class, r.ev_enabled, pg_get_ruledef(r.oid)) FROM pg_rewrite r JOIN ${RELATION} ON c.oid = r.ev_class WHERE ${OWN}
UNION ALL SELECT 'function ' || p.oid, concat_ws('|', p.proname, n.nspname, p.proowner, p.proacl, CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE ${OWN}
UNION ALL SELECT 'schema ' || n.oid, concat_ws('|', n.nspname, n.nspowner, n.nspacl) FROM pg_namespace n WHERE ${OWN}
UNION ALL SELECT 'type ' || t.oid, concat_ws('|', t.typname, t.typowner, t.typacl, t.typnotnull, (SELECT string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)) FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE ${OWN}
UNION ALL SELECT 'policy ' || p.oid, concat_ws('|', p.polname, p.polrelid, p.polcmd, p.polroles, p.polqual, p.polwithcheck) FROM pg_policy p
UNION ALL SELECT concat_ws(' ', 'comment', d.classoid, d.objoid, d.objsubid), d.description FROM pg_description d WHERE d.objoid >= 16384
UNION ALL SELECT 'sequence ' || s.seqrelid, concat_ws('|', s.seqtypid, s.seqstart, s.seqincrement, s.seqmax, s.seqmin, s.seqcache, s.seqcycle) FROM pg_sequence s JOIN ${RELATION} ON c.oid = s.seqrelid WHERE ${OWN}
UNION ALL SELECT 'operator ' || o.oid, concat_ws('|', o.oprname, o.oprcode, o.oprowner) FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace WHERE ${OWN}
UNION ALL SELECT concat_ws(' ', 'inheritance', i.inhrelid, i.inhparent), i.inhseqno::text FROM pg_inherits i JOIN ${RELATION} ON c.oid = i.inhrelid WHERE ${OWN}
UNION ALL SELECT 'statistics ' || s.oid, s.stxname::text FROM pg_statistic_ext s
UNION ALL SELECT 'rights ' || a.oid, a.defaclacl::text FROM pg_default_acl a`

const TABLES = `
SELECT c.oid::int8::int AS oid, coalesce(pg_partition_root(c.oid), c.oid)::int8::int AS root, format('%I.%I', n.nspname, c.relname) AS sql,
  CASE WHEN rn.nspname = 'public' THEN rc.relname ELSE concat(rn.nspname, '.', rc.relname) END AS name,
  (SELECT array_agg(a.attname::text ORDER BY k.place) FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, place) JOIN pg_attribute a ON a.attnum = k.attnum
    WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid) AS keys,
  (SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
FROM ${RELATION} JOIN pg_class rc ON rc.oid = coalesce(pg_partition_root(c.oid), c.oid) JOIN pg_namespace rn ON rn.oid = rc.relnamespace
WHERE ${OWN} AND c.relkind = 'r' ORDER BY c.oid`

const CATALOGUES = {
  pg_class: 'oid',
  pg_attribute: 'attrelid',
  pg_attrdef: 'adrelid',
  pg_constraint: 'oid',
  pg_trigger: 'oid',
  pg_rewrite: 'oid',
  pg_proc: 'oid',
  pg_namespace: 'oid',
  pg_type: 'oid',
  pg_enum: 'oid',
  pg_policy: 'oid',
  pg_description: 'objoid',
  pg_sequence: 'seqrelid',
  pg_operator: 'oid',
  pg_inherits: 'inhrelid',
  pg_statistic_ext: 'oid',
  pg_default_acl: 'oid',
}

/** Another text whenever any row of a catalogue is another one: what is as it was need not be read again. */
const SIGNATURE = `SELECT concat_ws(' ', ${Object.entries(CATALOGUES).map(
  ([name, oid]) =>
    `(SELECT concat(count(*), ' ', sum(hashtext(concat(ctid, ' ', xmin)))) FROM ${name} WHERE ${oid} >= 16384 OR ${oid} = 2200)`,
)}) AS signature`

const SEQUENCES = `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM ${RELATION} WHERE ${OWN} AND c.relkind = 'S' ORDER BY c.oid`

/** Reads all of a database over a connection of its own. It knows tables by their oid: a new name makes no other table. */
export class Witness {
  readonly #client: Client
  /** What was refused by something that does not belong to the database. */
  readonly meddled: string[] = []
  readonly #names = new Map<number, string>()
  readonly #agent: string
  #settings: string[] = []
  #catalogue: { signature: string; schema: Snapshot['schema']; tables: Table[]; sequences: string[] } | undefined

  private constructor(client: Client, agent: string) {
    this.#client = client
    this.#agent = agent
  }

  static async of(client: Client, agent: string): Promise<Witness> {
    const witness = new Witness(client, agent)
    await client.query("SET search_path = pg_catalog; SET lock_timeout = '5s'")
    const { rows } = await client.query(
      `SELECT unnest(setconfig) AS set FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole AND r.rolname = $1 AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))`,
      [agent],
    )
    witness.#settings = rows.map(({ set }) => {
      const [name, ...value] = String(set).split('=')
      return name === 'search_path'
        ? `SET LOCAL search_path = ${value.join('=')}`
        : `SET LOCAL ${name} = '${value.join('=')}'`
    })
    for (const { root, name } of (await witness.look()).tables) witness.#names.set(root, name)
    return witness
  }

  /** Everything as it is now. Within a transaction of its own: as that has made it. */
  async look(): Promise<Snapshot> {
    return this.#read((await this.#client.query(SIGNATURE)).rows[0]?.signature)
  }

  /** Looks as itself, within a transaction of the agent's. */
  async lookWithin(): Promise<Snapshot> {
    const said = `SHOW search_path; SET LOCAL SESSION AUTHORIZATION DEFAULT; SET LOCAL search_path = pg_catalog; ${SIGNATURE}`
    const [path, , , signed] = (await this.#client.query(said)) as unknown as { rows: Record<string, string>[] }[]
    const back = `SET LOCAL SESSION AUTHORIZATION "${this.#agent}"; SET LOCAL search_path = ${path?.rows[0]?.search_path}`
    return this.#read(signed?.rows[0]?.signature ?? '', back)
  }

  async #read(signature: string, behind = 'SELECT'): Promise<Snapshot> {
    if (signature !== this.#catalogue?.signature) this.#catalogue = { signature, ...(await this.#readCatalogue()) }
    const { schema, tables, sequences } = this.#catalogue
    const texts = tables.map(
      ({ oid, sql, keys, columns }) =>
        `SELECT ${oid} AS oid, ctid::text || xmin::text AS version, ROW(${columns ?? ''})::text AS text, ${keyed(keys)} AS key FROM ONLY ${sql} t`,
    )
    const last = sequences.map((name) => `SELECT '${name}' AS name, last_value, is_called FROM ${name}`)
    const [all, counters] = (await this.#client.query(
      `${texts.join(' UNION ALL ')}; SELECT json_agg(s)::text AS all FROM (${last.join(' UNION ALL ') || 'SELECT 1'}) s; ${behind}`,
    )) as unknown as { rows: Record<string, string>[] }[]
    const rows = new Map<string, Map<string, Row>>()
    const names = new Map(tables.map(({ oid, name }) => [String(oid), name]))
    for (const { oid, version = '', text = '', key } of all?.rows ?? []) {
      const name = names.get(String(oid)) ?? ''
      const own = rows.get(name) ?? new Map<string, Row>()
      rows.set(name, own.set(key ?? `${text} ${version}`, { text, version }))
    }
    return { schema, rows, tables, sequences: counters?.rows[0]?.all ?? '' }
  }

  async #readCatalogue() {
    const [schema, tables, sequences] = (await this.#client.query(`${SCHEMA}; ${TABLES}; ${SEQUENCES}`)) as unknown as {
      rows: Record<string, unknown>[]
    }[]
    return {
      schema: new Map((schema?.rows ?? []).map(({ key, text }) => [String(key), String(text)])),
      tables: ((tables?.rows ?? []) as unknown as Table[]).map((table) => ({ ...table, name: this.#nameOf(table) })),
      sequences: (sequences?.rows ?? []).map(({ name }) => String(name)),
    }
  }

  #nameOf({ oid, root, name }: Table): string {
    const known = this.#names.get(root) ?? this.#names.get(oid) ?? name
    this.#names.set(oid, known)
    return known
  }

  /** Runs one text as the agent would, in a transaction that is open. Undefined where it went well. */
  async attempt(text: string): Promise<string | undefined> {
    // No client has rows for it, and a server that waits for them hears nothing else.
    if (/FROM STDIN/.test(text)) return 'no rows'
    return this.#client.query({ text, queryMode: 'extended' } as { text: string }).then(
      () => undefined,
      (thrown) => {
        const { code, message, where = '' } = thrown as DatabaseError
        // Nobody but the agent and PostgreSQL has a part in this.
        if (/!mettle|mettle\.[a-z]/.test(`${message} ${where}`)) this.meddled.push(`${text}: ${message}`)
        return String(code)
      },
    )
  }

  /** Cursors that outlive their transaction, and have not run yet. */
  async cursors(): Promise<string[]> {
    return (await this.#client.query('SELECT name FROM pg_cursors WHERE is_holdable')).rows.map(({ name }) =>
      String(name),
    )
  }

  async say(text: string): Promise<void> {
    await this.#client.query(text)
  }

  /** From here on it is the agent, with the rights and settings of its login. */
  async becomeAgent(): Promise<void> {
    await this.say(`SET LOCAL SESSION AUTHORIZATION "${this.#agent}"; ${this.#settings.join('; ')}`)
  }

  /** What is beyond transactions is as it was. */
  async forget({ sequences }: Snapshot): Promise<void> {
    await this.say('ROLLBACK; RESET ALL; SET search_path = pg_catalog; SET lock_timeout = 5000; UNLISTEN *; CLOSE ALL')
    const all = (JSON.parse(sequences) ?? []) as { name?: string; last_value: number; is_called: boolean }[]
    const known = all.filter(({ name }) => name !== undefined)
    if (known.length === 0) return
    await this.say(
      known
        .map(({ name, last_value, is_called }) => `SELECT setval('${name}', ${last_value}, ${is_called})`)
        .join('; '),
    )
  }
}

function keyed(keys: string[] | null): string {
  return keys ? keys.map((name) => `t."${name}"::text`).join(` || ',' || `) : 'NULL'
}

/** What is between two moments. A table that became another one has no rows that were changed: all of them are others. */
export function difference(before: Snapshot, after: Snapshot): Deeds {
  const schema = [...new Set([...before.schema.keys(), ...after.schema.keys()])].filter(
    (key) => before.schema.get(key) !== after.schema.get(key),
  )
  const altered = alteredTables(schema, before, after)
  const names = new Set([...before.rows.keys(), ...after.rows.keys()])
  const rows = [...names].flatMap((table) => {
    if (altered.has(table)) return []
    const [old, now] = [
      before.rows.get(table) ?? new Map<string, Row>(),
      after.rows.get(table) ?? new Map<string, Row>(),
    ]
    const of = (op: Deed['op'], keys: string[]) => keys.map((key): Deed => ({ op, table, key }))
    const stayed = [...old.keys()].filter((key) => now.has(key))
    return [
      ...of(
        'DELETE',
        [...old.keys()].filter((key) => !now.has(key)),
      ),
      ...of(
        'INSERT',
        [...now.keys()].filter((key) => !old.has(key)),
      ),
      ...of(
        'UPDATE',
        stayed.filter((key) => old.get(key)?.version !== now.get(key)?.version),
      ),
    ]
  })
  return { rows, schema }
}

/** Tables that are still there, with other columns or another key than before. */
function alteredTables(schema: readonly string[], before: Snapshot, after: Snapshot): Set<string> {
  const oids = new Set(schema.flatMap((key) => /^column (\d+)\./.exec(key)?.[1] ?? []))
  const altered = before.tables.filter(({ oid, root, keys }) => {
    const now = after.tables.find((table) => table.oid === oid)
    return now && (oids.has(String(oid)) || oids.has(String(root)) || String(keys) !== String(now.keys))
  })
  return new Set(altered.map(({ name }) => name))
}

/** All that rows hold and objects are, whichever versions they are. */
export function contents({ schema, rows }: Snapshot): string[] {
  const held = [...rows].flatMap(([table, all]) => [...all.values()].map(({ text }) => `${table} ${text}`))
  // Two runs of one statement give new objects other numbers.
  const objects = [...schema].map(([key, text]) => `${key.split(' ')[0]} ${text.replace(/\d{5,}/g, '#')}`)
  return [...held, ...objects].sort()
}
