import type { Client } from 'pg'
import { Cleanup, withDeadline } from '../../kernel/cleanup.ts'
import { messageOf, PrerequisiteError, UsageError } from '../../kernel/errors.ts'
import { digest, digestText } from '../../kernel/json.ts'
import { ownerMark } from '../../kernel/owner.ts'
import { unlessAborted } from '../../kernel/unless-aborted.ts'
import type { Contents } from '../../trace/contents.ts'
import { disconnect } from './disconnect.ts'
import { closeOthers } from './lanes/close-others.ts'
import { connect } from './lanes/connect.ts'
import type { LaneLogins, Released, ReleaseOrder } from './lanes/lane.ts'
import { type OpenLane, openLane } from './lanes/open-lane.ts'
import { connectionsOf, type Room, roomOn } from './lanes/room.ts'
import type { DatabaseServer } from './servers/server.ts'
import { startServer } from './servers/start-server.ts'
import { type DatabasesWanted, type Described, describeAll } from './templates/describe.ts'
import { templateNames } from './templates/names.ts'
import { type CloneOrder, readReference } from './templates/reference.ts'
import { readSnapshot } from './templates/snapshot.ts'
import { buildTemplate } from './templates/template.ts'

export interface RunDatabasesOrder {
  /** 'embedded', 'container', a postgres:// URL. */
  backend: string
  seed: string
  reset: 'journal' | 'clone'
  /** Every scenario of the run that has databases. */
  wanted: readonly DatabasesWanted[]
  signal?: AbortSignal
  /** How long a lane may take to be opened, to be put back and to be compared, in ms. Default: two minutes. */
  laneLimitMs?: number
}

/** A server that answers at all is through with any of it by then. */
const LANE_LIMIT_MS = 120_000

/** What one trial has of a run's databases. */
export interface Lease {
  /** The lane: the next trial on it finds the sessions of this one. */
  lane: string
  logins: LaneLogins
  /** Digests of what is in each, by name. */
  contents: Readonly<Record<string, string>>
  release(order: ReleaseOrder): Promise<Released>
}

/** The databases of a run: one server, a template for each that is described, lanes as they are needed. */
export interface RunDatabases extends AsyncDisposable {
  /** 'embedded PostgreSQL 18', with what else on it agents may log in to. */
  readonly title: string
  /** Waits where the server has no room for another lane. @throws {Error} the run was ended meanwhile, or the server fails. */
  lease(wanted: DatabasesWanted): Promise<Lease>
  /** What is in the templates, by digest. */
  readonly contents: ReadonlyMap<string, Contents>
  /**
   * What differs in each lane from what it should be, row by row. For the end of a run: a lane whose trial was cut, and that was
   * not put back, is none of it.
   * @param inUse Compares those that are leased, too.
   */
  verify(inUse?: boolean): Promise<{ lane: string; differences: string[] }[]>
}

/** Starts what a run needs. The server is the run's own, or one at a URL that others use too. */
export async function openRunDatabases(order: RunDatabasesOrder): Promise<RunDatabases> {
  const cleanup = new Cleanup(30_000)
  try {
    const described = await unlessAborted(order.signal, describeAll(order.wanted, order.seed))
    const distinct = new Map([...described.values()].flatMap((mine) => [...mine.values()].map((one) => [one.key, one])))
    const server = await startServer(order.backend, {
      digest: digest([...distinct.keys()].sort()),
      prepare: (prepared) => buildAll(prepared, [...distinct.values()], order),
      ...(order.signal && { signal: order.signal }),
    })
    cleanup.defer('end the database server', () => server[Symbol.asyncDispose]())
    // Lanes are opened side by side.
    const cluster = await connect(server.admin, {}, { pipeline: true })
    cleanup.defer('close the connection to the server', () => disconnect(cluster))
    const open = await unlessAborted(order.signal, closeOthers(cluster, server))
    const { reset, signal, laneLimitMs = LANE_LIMIT_MS } = order
    const room = await unlessAborted(signal, roomOn(cluster))
    return new Running({ server, cluster, described, reset, signal, cleanup, open, room, laneLimitMs })
  } catch (thrown) {
    await cleanup[Symbol.asyncDispose]()
    throw thrown
  }
}

async function buildAll(
  server: DatabaseServer,
  distinct: readonly Described[],
  order: RunDatabasesOrder,
): Promise<void> {
  const { signal } = order
  for (const described of distinct) {
    signal?.throwIfAborted()
    const { key, name, folder, now } = described
    const names = templateNames(prefixOn(server), templateName(name, key))
    await buildTemplate(server, names, described, { mark: ownerMark(), folder, now, ...(signal && { signal }) })
  }
}

/** On a server that others use too, names are the run's own. */
function prefixOn({ backend, runId }: DatabaseServer): string {
  return backend === 'url' ? `mettle_${runId}_` : 'mettle_'
}

/** Two scenarios may call two different databases by one name. */
function templateName(name: string, key: string): string {
  return `${name.slice(0, 10)}_${key.slice(0, 8)}`
}

interface Parts {
  server: DatabaseServer
  cluster: Client
  described: ReadonlyMap<string, ReadonlyMap<string, Described>>
  reset: 'journal' | 'clone'
  cleanup: Cleanup
  /** Databases of others that every role may log in to. */
  open: readonly string[]
  room: Room
  signal: AbortSignal | undefined
  laneLimitMs: number
}

/** A lane, and what the databases in it are called by the scenario. */
interface NamedLane {
  lane: OpenLane
  kind: string
  /** Template's name -> the scenario's name. */
  names: ReadonlyMap<string, string>
  contents: Readonly<Record<string, string>>
}

class Running implements RunDatabases {
  readonly title: string
  readonly contents = new Map<string, Contents>()
  readonly #parts: Parts
  /** Lanes that were put back and wait for a trial; the one that was used last is the last one. */
  readonly #idle: NamedLane[] = []
  readonly #inUse = new Set<NamedLane>()
  /** What was found in the lanes that were let go, and why others had to be. */
  readonly #found: { lane: string; differences: string[] }[] = []
  /** Connections that lanes have or are about to have. */
  #taken = 0
  /** How many lanes are leased or about to be. */
  #leased = 0
  #count = 0
  /** Who waits for room. */
  #waiting: (() => void)[] = []
  /** By template: the digest of what its clones hold. */
  readonly #digests = new Map<string, Promise<string>>()

  constructor(parts: Parts) {
    this.#parts = parts
    const { backend, majorVersion } = parts.server
    const open = parts.open.length > 0 ? `, agents may log in to ${parts.open.join(', ')} as well` : ''
    parts.signal?.addEventListener('abort', () => this.#lookAgain(), { once: true })
    this.title = `${backend === 'url' ? '' : `${backend} `}PostgreSQL ${majorVersion}${open}`
  }

  async lease({ file }: DatabasesWanted): Promise<Lease> {
    const mine = this.#parts.described.get(file) ?? new Map<string, Described>()
    const kind = [...mine.values()].map(({ key }) => key).join()
    const named = await this.#take(kind, mine)
    const { lane, names, contents } = named
    this.#inUse.add(named)
    const logins = Object.entries(lane.lease()).map(([template, login]) => [names.get(template) ?? template, login])
    return {
      lane: String(lane.number),
      logins: Object.fromEntries(logins),
      contents,
      release: async ({ sessions, reported }) => {
        using _ = { [Symbol.dispose]: () => this.#giveUp() }
        const known = [...names].map(([template, name]) => [template, reported?.[name] ?? 0])
        const order = { sessions, ...(reported && { reported: Object.fromEntries(known) }) }
        const released = await this.#inTime(`put lane ${lane.number} back`, lane.release(order)).catch(notReleased)
        this.#inUse.delete(named)
        // A lane that could not be put back serves no other trial, and nobody can tell any more how those before it left it.
        if (released.problems.length === 0) this.#idle.push(named)
        else this.#found.push({ lane: String(lane.number), differences: released.problems })
        return { ...released, ...(released.unreported && { unreported: renamed(released.unreported, names) }) }
      },
    }
  }

  async verify(inUse = false): Promise<{ lane: string; differences: string[] }[]> {
    const lanes = inUse ? [...this.#idle, ...this.#inUse] : this.#idle
    return [...this.#found, ...(await Promise.all(lanes.map((named) => this.#differencesIn(named))))]
  }

  /** What of it cannot be told is a difference: silence is no proof. */
  async #differencesIn({ lane, names }: NamedLane): Promise<{ lane: string; differences: string[] }> {
    const of = String(lane.number)
    try {
      const found = await this.#inTime(`compare lane ${of}`, lane.verify())
      const differences = Object.entries(found).flatMap(([template, those]) =>
        those.map((what) => `${names.get(template)}: ${what}`),
      )
      return { lane: of, differences }
    } catch (thrown) {
      return { lane: of, differences: [messageOf(thrown)] }
    }
  }

  /** A server that no longer answers keeps nobody waiting for ever. */
  async #inTime<T>(what: string, work: Promise<T>): Promise<T> {
    const { laneLimitMs } = this.#parts
    try {
      return await withDeadline(() => work, laneLimitMs)
    } catch (thrown) {
      if (thrown instanceof UsageError || thrown instanceof PrerequisiteError) throw thrown
      throw new Error(`Failed to ${what}: ${messageOf(thrown)}`, { cause: thrown })
    }
  }

  async #take(kind: string, mine: ReadonlyMap<string, Described>): Promise<NamedLane> {
    for (;;) {
      this.#parts.signal?.throwIfAborted()
      const idle = this.#takeIdle(kind)
      if (!idle && !this.#fits(connectionsOf(mine.size))) {
        await new Promise<void>((resolve) => this.#waiting.push(resolve))
        continue
      }
      this.#leased++
      return idle ?? (await this.#openOrGiveUp(kind, mine))
    }
  }

  async #openOrGiveUp(kind: string, mine: ReadonlyMap<string, Described>): Promise<NamedLane> {
    try {
      return await this.#inTime('open a lane', this.#open(kind, mine))
    } catch (thrown) {
      this.#giveUp()
      throw thrown
    }
  }

  #giveUp(): void {
    this.#leased--
    this.#lookAgain()
  }

  #lookAgain(): void {
    for (const look of this.#waiting.splice(0)) look()
  }

  /** Is there room for so many connections, once all idle lanes are let go? One lane there must be. */
  #fits(connections: number): boolean {
    const idle = this.#idle.reduce((sum, { names }) => sum + connectionsOf(names.size), 0)
    return this.#leased === 0 || this.#taken - idle + connections <= this.#parts.room.atMost
  }

  #takeIdle(kind: string): NamedLane | undefined {
    const at = this.#idle.findLastIndex((lane) => lane.kind === kind)
    return at < 0 ? undefined : this.#idle.splice(at, 1)[0]
  }

  /** Lets idle lanes go, the one first that was not used for longest, until there is room for this many connections. */
  async #makeRoom(connections: number): Promise<void> {
    this.#taken += connections
    while (this.#taken > this.#parts.room.withIdle) {
      const oldest = this.#idle.shift()
      if (!oldest) return
      this.#found.push(await this.#differencesIn(oldest))
      await oldest.lane.close()
      this.#taken -= connectionsOf(oldest.names.size)
      this.#lookAgain()
    }
  }

  async #open(kind: string, mine: ReadonlyMap<string, Described>): Promise<NamedLane> {
    const { server, cluster, reset, cleanup } = this.#parts
    await this.#makeRoom(connectionsOf(mine.size))
    const prefix = prefixOn(server)
    const templates = [...mine].map(([name, described]) => ({
      name,
      described,
      template: templateNames(prefix, templateName(name, described.key)),
    }))
    const all = templates.map(({ template }) => template)
    const number = ++this.#count
    const mark = ownerMark()
    const lane = await openLane(server, cluster, all, number, { prefix, mark, reset })
    // What is in it goes with the server, or with what the run has on the server of others.
    cleanup.defer(`let go of lane ${number}`, () => lane.end())
    const names = new Map(templates.map(({ name, template }) => [template.name, name]))
    const contents: Record<string, string> = {}
    for (const { name, template, described } of templates) {
      const order = { server, cluster, template, prefix, mark }
      const read = this.#digests.get(template.name) ?? this.#contentsOf(order, described, lane)
      this.#digests.set(template.name, read)
      contents[name] = await read
    }
    return { lane, kind, names, contents }
  }

  /** What a template holds is read once, from its first clone. */
  async #contentsOf(order: CloneOrder, described: Described, { databases }: OpenLane): Promise<string> {
    const database = databases.find(({ template }) => template.name === order.template.name)
    if (!database) return ''
    const snapshot = await readSnapshot(database.client)
    const contents = { ...snapshot, ...(await readReference(order, described, snapshot)) } as Contents
    const found = digestText(JSON.stringify(contents))
    this.contents.set(found, contents)
    return found
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const { cleanup } = this.#parts
    await cleanup[Symbol.asyncDispose]()
    if (cleanup.problems.length > 0) throw new Error(cleanup.problems.join('\n'))
  }
}

function notReleased(thrown: unknown): Released {
  return { reset: 'clone', changes: 0, beyond: 0, problems: [messageOf(thrown)] }
}

function renamed<T>(byTemplate: Readonly<Record<string, T>>, names: ReadonlyMap<string, string>): Record<string, T> {
  return Object.fromEntries(
    Object.entries(byTemplate).map(([template, value]) => [names.get(template) ?? template, value]),
  )
}
