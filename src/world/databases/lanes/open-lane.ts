import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Client } from 'pg'
import { messageOf } from '../../../kernel/errors.ts'
import { quote } from '../journal/quote.ts'
import { newPassword, verifierOf } from '../servers/password.ts'
import type { DatabaseServer } from '../servers/server.ts'
import type { Template } from '../templates/names.ts'
import type { Lane, LaneLogins, Released, ReleaseOrder, ResetKind } from './lane.ts'
import { type JournalChange, LaneDatabase, type ReleaseAnswer, type ReleaseTerms } from './lane-database.ts'
import { type LaneRole, makeRole, passwordStatement, settle } from './lane-role.ts'

export interface LaneOrder {
  prefix: string
  mark: string
  /** 'clone': every trial gets a fresh one. Default 'journal'. */
  reset?: 'journal' | 'clone'
}

/** A session that does not end in this time makes the lane unusable, ms. */
const PATIENCE_MS = 10_000
const POLL_MS = 5

/** After so many resets the dead rows are cleared away. */
const TIDY_EVERY = 250

export interface OpenLane extends Lane {
  databases: readonly LaneDatabase[]
  /** Closes the connections, and drops the databases and the role. */
  close(): Promise<void>
  /** Closes the connections. */
  end(): Promise<void>
}

/** @param cluster The administrator's connection to the server, for what belongs to no single database. */
export async function openLane(
  server: DatabaseServer,
  cluster: Client,
  templates: readonly Template[],
  number: number,
  order: LaneOrder,
): Promise<OpenLane> {
  const role = await makeRole(cluster, number, templates, order.prefix, order.mark)
  const names = { prefix: order.prefix, lane: number, mark: order.mark }
  const databases = templates.map((template) => new LaneDatabase(server, template, role, names))
  const state = new LaneState(server, cluster, role, databases)
  await state.renew()
  return {
    number,
    databases,
    lease: () => state.logins,
    release: (release) => state.release(release, order.reset === 'clone'),
    verify: async () => {
      const found = await Promise.all(databases.map((database) => database.differences()))
      return Object.fromEntries(databases.map(({ template }, at) => [template.name, found[at] ?? []]))
    },
    end: async () => void (await Promise.all(databases.map((database) => database.end()))),
    close: async () => {
      for (const database of databases) await database.drop(cluster)
      await cluster.query(`DROP ROLE IF EXISTS ${quote(role.name)}`)
    },
  }
}

class LaneState {
  logins: LaneLogins = {}
  readonly #server: DatabaseServer
  readonly #cluster: Client
  readonly #role: LaneRole
  readonly #databases: readonly LaneDatabase[]

  constructor(server: DatabaseServer, cluster: Client, role: LaneRole, databases: readonly LaneDatabase[]) {
    this.#server = server
    this.#cluster = cluster
    this.#role = role
    this.#databases = databases
  }

  /** Fresh clones, a role as new, a new password and new secrets. */
  async renew(): Promise<void> {
    const password = newPassword()
    // Whoever knows the old password must not come in between.
    await this.#cluster.query(passwordStatement(this.#role, verifierOf(password)))
    await settle(this.#cluster, this.#role)
    for (const database of this.#databases) await database.clone(this.#cluster)
    const secrets = this.#databases.map(() => randomUUID())
    for (const [at, database] of this.#databases.entries()) {
      await database.setSecret(secrets[at] ?? '')
      await database.remember()
    }
    this.#login(password, secrets)
  }

  async release(order: ReleaseOrder, always: boolean): Promise<Released> {
    const released: Released = { reset: always ? 'clone' : 'journal', changes: 0, beyond: 0, problems: [] }
    try {
      const password = newPassword()
      const secrets = this.#databases.map(() => randomUUID())
      for (const [at, database] of this.#databases.entries()) {
        const terms = {
          verifier: at === 0 ? verifierOf(password) : null,
          kept: order.sessions === 'kept',
          secret: secrets[at] ?? '',
        }
        const known = order.reported ? (order.reported[database.template.name] ?? 0) : null
        tell(released, database.template.name, await putBack(database, terms, known, always))
      }
      if (released.reset === 'clone') await this.renew()
      else this.#login(password, secrets)
      for (const database of this.#databases) await database.tidy(TIDY_EVERY)
    } catch (thrown) {
      released.problems.push(`Failed to put lane ${this.#role.name} back: ${messageOf(thrown)}`)
    }
    return released
  }

  #login(password: string, secrets: readonly string[]): void {
    const { host, port } = this.#server.admin
    const user = this.#role.name
    this.logins = Object.fromEntries(
      this.#databases.map((database, at) => [
        database.template.name,
        {
          host,
          port,
          user,
          password,
          database: database.name,
          secret: secrets[at] ?? '',
          ...database.questions,
        },
      ]),
    )
  }
}

/** What became of one database. */
interface PutBack {
  reset: ResetKind
  changes: number
  why?: string
  /** Read where they were not the known number. */
  unreported?: JournalChange[]
}

function tell(released: Released, name: string, { reset, changes, why, unreported }: PutBack): void {
  const kinds: ResetKind[] = ['journal', 'reload', 'clone']
  released.changes += changes
  if (kinds.indexOf(reset) > kinds.indexOf(released.reset)) released.reset = reset
  if (why) released.why = `${name}: ${why}`
  if (!unreported) return
  released.unreported = { ...released.unreported, [name]: unreported }
  released.beyond += changes - unreported.length
}

/** Asks until the sessions are gone, and reads the changes before they are forgotten if they are not as many as are known. */
async function putBack(
  database: LaneDatabase,
  terms: Omit<ReleaseTerms, 'expected'>,
  known: number | null,
  always: boolean,
): Promise<PutBack> {
  const deadline = performance.now() + PATIENCE_MS
  // No journal has -1 changes: nothing is reset where a clone follows anyway.
  let ask: ReleaseTerms = { ...terms, expected: always ? -1 : known }
  const done: PutBack = { reset: 'journal', changes: 0 }
  for (;;) {
    const { status, changes, why } = await database.release(ask).catch(failed)
    ask = { ...ask, verifier: null }
    done.changes = Math.max(done.changes, changes ?? 0)
    if (status === 'unreported') {
      if (known !== null && changes !== known) done.unreported = await database.changes()
      if (always) return { ...done, reset: 'clone' }
      ask.expected = null
    } else if (status !== 'busy') return { ...done, reset: status, ...(why !== null && { why }) }
    else if (performance.now() > deadline) throw new Error(`a session in ${database.name} does not end`)
    else await setTimeout(POLL_MS)
  }
}

/** A reset that fails is a clone. */
function failed(thrown: unknown): ReleaseAnswer {
  return { status: 'clone', changes: null, why: `the reset failed: ${messageOf(thrown)}`, touched: null }
}
