import { type Client, escapeLiteral } from 'pg'
import { disconnect } from '../disconnect.ts'
import { parseRows } from '../journal/exact-json.ts'
import { checksumOf } from '../journal/journal-table.ts'
import { quote } from '../journal/quote.ts'
import { readTables } from '../journal/table-shape.ts'
import type { DatabaseServer } from '../servers/server.ts'
import { laneDatabaseName, type Template } from '../templates/names.ts'
import { connect, RESTORING } from './connect.ts'
import type { LaneLogin, RowChange } from './lane.ts'
import { type LaneRole, passwordStatement, setSearchPath } from './lane-role.ts'

/** A change with the server process of the session that made it. */
export type JournalChange = RowChange & { pid: number }

/** How a database was put back, or why it was not. */
export interface ReleaseAnswer {
  status: 'busy' | 'unreported' | 'clone' | 'journal' | 'reload'
  changes: number | null
  why: string | null
  touched: number[] | null
}

export interface ReleaseTerms {
  /** What the server is to keep of the role's next password; null leaves the one it has. */
  verifier: string | null
  /** Sessions that have just discarded everything may stay. */
  kept: boolean
  /** How many changes are known; null for any. */
  expected: number | null
  secret: string
}

const RELEASE = {
  name: 'mettle-release',
  text: 'SELECT status, changes::int, why, touched FROM mettle.release($1, $2, $3, $4, $5)',
}

const SCHEMAS = `SELECT nspname AS name FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname !~ '^(pg_|mettle(_|$))'
  ORDER BY nspname <> 'public', nspname COLLATE "C"`

const QUESTIONS = `SELECT 'mettle_seam.changes'::regproc::oid::int8::int AS question, 'mettle_seam.reach'::regproc::oid::int8::int AS reach`

const EXPECTED = 'SELECT rel, name, label, rows::text, checksum::text FROM mettle.tables WHERE rel > 0 ORDER BY rel'

/** One lane's clone of one template, with the administrator's connection to it. */
export class LaneDatabase {
  readonly name: string
  readonly template: Template
  readonly #server: DatabaseServer
  readonly #role: LaneRole
  readonly #mark: string
  /** Assigned by `open`. */
  #client: Client | undefined
  /** What nothing tells of, as it is to be after each trial, and all of the catalogue, as it is to be at the end. */
  #untold = ''
  #catalogue = ''
  /** The oids of the functions that tell a session what it changed, and whether it changed anything. */
  questions: Pick<LaneLogin, 'question' | 'reach'> = { question: 0, reach: 0 }
  #expected: { name: string; label: string; rows: string; checksum: string }[] = []
  readonly #touched = new Set<number>()
  #resets = 0

  constructor(
    server: DatabaseServer,
    template: Template,
    role: LaneRole,
    names: { prefix: string; lane: number; mark: string },
  ) {
    this.name = laneDatabaseName(names.prefix, template.name, names.lane)
    this.template = template
    this.#server = server
    this.#role = role
    this.#mark = names.mark
  }

  /** Makes a fresh clone, in place of what is there. */
  async clone(cluster: Client): Promise<void> {
    await this.drop(cluster)
    const name = quote(this.name)
    // The other strategy writes all of it into the log as well, which nobody will ever need.
    await cluster.query(`CREATE DATABASE ${name} TEMPLATE ${quote(this.template.database)} STRATEGY FILE_COPY`)
    await cluster.query(
      `COMMENT ON DATABASE ${name} IS ${escapeLiteral(this.#mark)}; REVOKE ALL ON DATABASE ${name} FROM PUBLIC;
       GRANT CONNECT, TEMPORARY ON DATABASE ${name} TO ${quote(this.#role.name)}`,
    )
    this.#client = await connect({ ...this.#server.admin, database: this.name }, RESTORING, { pipeline: true })
    const schemas = await this.client.query<{ name: string }>(SCHEMAS)
    await setSearchPath(
      cluster,
      this.#role,
      this.name,
      schemas.rows.map((schema) => schema.name),
    )
    this.#expected = (await this.client.query(EXPECTED)).rows
    this.questions = (await this.client.query<LaneDatabase['questions']>(QUESTIONS)).rows[0] ?? this.questions
    await this.remember()
  }

  /** Takes the catalogue as it is now for the one to come back to. */
  async remember(): Promise<void> {
    const text = 'SELECT mettle.untold($1) AS untold, mettle.catalogue() AS catalogue'
    const { rows } = await this.client.query<{ untold: string; catalogue: string }>(text, [this.#role.oid])
    const { untold = '', catalogue = '' } = rows[0] ?? {}
    this.#untold = untold
    this.#catalogue = catalogue
  }

  get client(): Client {
    if (!this.#client) throw new Error(`Failed to use database ${this.name}: it is not open.`)
    return this.#client
  }

  /** Ends sessions, and puts everything back if nothing stands against it. One round trip. */
  async release({ verifier, kept, expected, secret }: ReleaseTerms): Promise<ReleaseAnswer> {
    const values = [this.#role.oid, kept, expected, this.#untold, secret]
    // Committed first: whoever logs in with the old one has done so before the sessions are looked at.
    const closed = verifier === null ? undefined : this.client.query(passwordStatement(this.#role, verifier))
    const [{ rows }] = await Promise.all([this.client.query<ReleaseAnswer>({ ...RELEASE, values }), closed])
    const answer = rows[0] as ReleaseAnswer
    for (const table of answer.touched ?? []) this.#touched.add(table)
    if (answer.status === 'journal' || answer.status === 'reload') this.#resets++
    return answer
  }

  /** What all sessions committed since the last reset. */
  async changes(): Promise<JournalChange[]> {
    const { rows } = await this.client.query<{ text: string }>('SELECT mettle.written(0, NULL) AS text')
    return (parseRows(rows[0]?.text ?? '{"changes":[]}') as { changes: JournalChange[] }).changes
  }

  async setSecret(secret: string): Promise<void> {
    await this.client.query('UPDATE mettle.secret SET value = $1', [secret])
  }

  /** Dead rows are cleared away now and then: nothing else does it. */
  async tidy(every: number): Promise<void> {
    if (this.#resets < every) return
    const tables = this.#expected.filter((_, at) => this.#touched.has(at + 1)).map(({ name }) => name)
    const own = ['mettle.flags', 'mettle.secret', 'pg_class', 'pg_attribute', 'pg_type', 'pg_depend', 'pg_authid']
    await this.client.query(`VACUUM ${[...tables, ...own].join(', ')}`)
    this.#touched.clear()
    this.#resets = 0
  }

  /** Tables and sequences that differ from the pristine copy, and copies that differ from what they were. */
  async differences(): Promise<string[]> {
    const found: string[] = []
    for (const table of await readTables(this.client)) {
      const { label, rows, checksum } = this.#expected[table.number - 1] ?? {
        label: table.label,
        rows: '',
        checksum: '',
      }
      for (const [what, from] of [
        ['', table.sql],
        ['the pristine copy of ', `mettle.base_${table.number}`],
      ] as const) {
        const now = (await this.client.query<{ rows: string; checksum: string }>(checksumOf(from, table))).rows[0]
        if (now?.rows !== rows || now.checksum !== checksum) found.push(`${what}${label}`)
      }
    }
    return [...found, ...(await this.#movedSequences()), ...(await this.#changedCatalogue())]
  }

  async #changedCatalogue(): Promise<string[]> {
    const { rows } = await this.client.query<{ text: string }>('SELECT mettle.catalogue() AS text')
    return rows[0]?.text === this.#catalogue ? [] : ['the catalogue']
  }

  async #movedSequences(): Promise<string[]> {
    const { rows } = await this.client.query<{ name: string; last: string; called: boolean }>(
      'SELECT name, last::text, called FROM mettle.sequences',
    )
    const moved: string[] = []
    for (const { name, last, called } of rows) {
      const now = (
        await this.client.query<{ last: string; called: boolean }>(
          `SELECT last_value::text AS last, is_called AS called FROM ${name}`,
        )
      ).rows[0]
      if (now?.last !== last || now.called !== called) moved.push(`sequence ${name}`)
    }
    return moved
  }

  async end(): Promise<void> {
    const client = this.#client
    this.#client = undefined
    if (client) await disconnect(client)
  }

  async drop(cluster: Client): Promise<void> {
    await this.end()
    await cluster.query(`DROP DATABASE IF EXISTS ${quote(this.name)} WITH (FORCE)`)
  }
}
