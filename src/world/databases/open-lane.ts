import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { Client } from 'pg'
import { messageOf } from '../../kernel/errors.ts'
import type { Lane, LaneLogins, Released, ReleaseOrder, ResetKind } from './lane.ts'
import { type JournalChange, LaneDatabase } from './lane-database.ts'
import { type LaneRole, makeRole, passwordStatement, settle } from './lane-role.ts'
import type { Template } from './names.ts'
import { quote } from './quote.ts'
import { newCredential } from './scram.ts'
import type { DatabaseServer } from './server.ts'

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
      return databases.flatMap(({ template }, at) => (found[at] ?? []).map((what) => `${template.name}: ${what}`))
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
    await settle(this.#cluster, this.#role)
    for (const database of this.#databases) await database.clone(this.#cluster)
    const password = await this.#newPassword()
    const secrets = this.#databases.map(() => randomUUID())
    for (const [at, database] of this.#databases.entries()) {
      await database.setSecret(secrets[at] ?? '')
      await database.remember()
    }
    this.#login(password, secrets)
  }

  async release({ sessions, reported }: ReleaseOrder, always: boolean): Promise<Released> {
    const released: Released = { reset: 'journal', changes: 0, problems: [] }
    try {
      const password = await this.#newPassword()
      const secrets = this.#databases.map(() => randomUUID())
      for (const [at, database] of this.#databases.entries()) {
        const { name } = database.template
        const known = reported ? (reported[name] ?? 0) : null
        const done = await putBack(database, {
          kept: sessions === 'kept',
          known: always ? -1 : known,
          secret: secrets[at] ?? '',
        })
        released.changes += done.changes
        released.reset = worse(released.reset, done.reset)
        if (done.why) released.why = done.why
        if (done.all && known !== null && done.changes !== known)
          released.unreported = { ...released.unreported, [name]: done.all }
      }
      if (always) released.reset = 'clone'
      if (released.reset === 'clone') await this.renew()
      else this.#login(password, secrets)
      for (const database of this.#databases) await database.tidy(TIDY_EVERY)
    } catch (thrown) {
      released.problems.push(`Failed to put lane ${this.#role.name} back: ${messageOf(thrown)}`)
    }
    return released
  }

  async #newPassword(): Promise<string> {
    const { password, verifier } = newCredential()
    await this.#cluster.query(passwordStatement(this.#role, verifier))
    return password
  }

  #login(password: string, secrets: readonly string[]): void {
    const { host, port } = this.#server.admin
    const user = this.#role.name
    this.logins = Object.fromEntries(
      this.#databases.map((database, at) => [
        database.template.name,
        { host, port, user, password, database: database.name, secret: secrets[at] ?? '' },
      ]),
    )
  }
}

interface PutBack {
  reset: ResetKind
  changes: number
  why?: string
  all?: JournalChange[]
}

/** Asks until the sessions are gone, and reads the changes before they are forgotten if they are not the known ones. */
async function putBack(
  database: LaneDatabase,
  { kept, known, secret }: { kept: boolean; known: number | null; secret: string },
): Promise<PutBack> {
  const deadline = performance.now() + PATIENCE_MS
  let expected = known
  let all: JournalChange[] | undefined
  let changes = 0
  for (;;) {
    const answer = await database.release(kept, expected, secret)
    changes = Math.max(changes, answer.changes ?? 0)
    const { status } = answer
    if (status === 'busy') {
      if (performance.now() > deadline) throw new Error(`a session of ${database.name} does not end`)
      await setTimeout(POLL_MS)
    } else if (status === 'unreported') {
      all = await database.changes()
      if (known === -1) return { reset: 'clone', changes, all }
      expected = null
    } else {
      return { reset: status, changes, ...(answer.why !== null && { why: answer.why }), ...(all && { all }) }
    }
  }
}

function worse(a: ResetKind, b: ResetKind): ResetKind {
  const order: ResetKind[] = ['journal', 'reload', 'clone']
  return order.indexOf(a) > order.indexOf(b) ? a : b
}
