import type { Client } from 'pg'
import type { ApprovalRequest, Approver } from '../../src/boundary/approver.ts'
import type { ChannelStage } from '../../src/boundary/channel.ts'
import { seated } from '../../src/boundary/decision.ts'
import { createSeam } from '../../src/boundary/seam.ts'
import type { SqlDatabase } from '../../src/boundary/sql-database.ts'
import type { SqlSession } from '../../src/boundary/sql-world.ts'
import { channels } from '../../src/channels/index.ts'
import { sqlDatabase } from '../../src/channels/sql/client.ts'
import { faultRecords, planInjector } from '../../src/faults/plan.ts'
import type { Guard, Violation } from '../../src/guards/define.ts'
import { type ManualClock, manualClock } from '../../src/kernel/clock.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { Contents } from '../../src/trace/contents.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import { type Evidence, gatherEvidence } from '../../src/trace/evidence.ts'
import { type DatabaseInput, defineDatabase } from '../../src/world/databases/define.ts'
import { connect } from '../../src/world/databases/lanes/connect.ts'
import type { LaneLogin, Released } from '../../src/world/databases/lanes/lane.ts'
import { openRunDatabases, type RunDatabases } from '../../src/world/databases/run-databases.ts'
import type { Login } from '../../src/world/databases/servers/server.ts'
import { startServer } from '../../src/world/databases/servers/start-server.ts'
import { openDatabases } from '../../src/world/databases/sessions/open.ts'
import { NOTHING } from '../channels/examples.ts'
import { bind, type Entry } from '../faults/lab.ts'
import { urlOf } from '../world/databases/a-server.ts'

const STARTS_AT = Date.UTC(2026, 0, 5, 9)

/** A real server with one database, for the tests of a file. */
export interface SqlHall extends AsyncDisposable {
  databases: RunDatabases
  /** Begins a trial on a lane of its own: the seam, its guards and faults, and the agent's way to the database `shop`. */
  stage(options?: StageOptions): Promise<SqlStage>
}

export interface StageOptions {
  plan?: Entry[]
  // biome-ignore lint/suspicious/noExplicitAny: guards of any parameters
  guards?: { guard: Guard<any>; params?: unknown; mode?: 'enforce' | 'observe' }[]
  /** One answer for each request, in order; the last one repeats. */
  answers?: ('yes' | 'no' | 'silent')[]
  /** What happens while the approver thinks. */
  thinking?: (request: ApprovalRequest) => Promise<void>
  /** How long after it each yes is taken back, in ms of the trial's clock. Default: never. */
  takenBackAfterMs?: number
  /** Makes a broken session of a real one: for controls. */
  broken?: (session: SqlSession) => Partial<SqlSession>
}

export interface SqlStage {
  db: SqlDatabase
  /** How the agent's role logs in: what a thief would have. */
  login: LaneLogin
  clock: ManualClock
  /** What the approver was asked. */
  asked: ApprovalRequest[]
  events(): Recorded[]
  evidence(): Evidence
  records(): ReturnType<typeof faultRecords>
  violations(guard: string): Violation[]
  /** Asks the server as its administrator, over a connection of the test's own, in the database of this trial. */
  ask(sql: string, values?: unknown[]): Promise<Record<string, unknown>[]>
  /** That connection itself. */
  witness: Client
  /** What the channel is opened on, for what serves drivers. */
  channelStage: ChannelStage
  /** Another agent's way to the same database, with the guards and faults of this one. */
  as(principal: string): SqlDatabase
  /** Ends the trial. Puts the lane back, and says what the databases know of it. */
  end(): Promise<Released>
}

export async function openHall(
  input: DatabaseInput,
  backend = process.env.METTLE_TEST_DATABASE ?? 'embedded',
): Promise<SqlHall> {
  // The run finds its server at a URL: its administrator is known to the test then.
  const server = await startServer(backend, { digest: 'hall', prepare: async () => {} })
  const wanted = { file: import.meta.filename, databases: { shop: defineDatabase(input) }, startsAt: STARTS_AT }
  const databases = await openRunDatabases({
    backend: urlOf(server.admin),
    seed: 'hall',
    reset: 'journal',
    wanted: [wanted],
  })
  return {
    databases,
    stage: async (options = {}) => {
      const { logins, contents, release } = await databases.lease(wanted)
      const find = (digest: string) => databases.contents.get(digest)
      return openStage(options, { logins, contents, release, find, admin: server.admin })
    },
    [Symbol.asyncDispose]: async () => {
      await databases[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

interface Ground {
  admin: Login
  logins: Parameters<typeof openDatabases>[0]
  contents: Readonly<Record<string, string>>
  release: Awaited<ReturnType<RunDatabases['lease']>>['release']
  find(digest: string): Contents | undefined
}

async function openStage(
  { plan = [], guards = [], answers = ['yes'], thinking, takenBackAfterMs, broken }: StageOptions,
  ground: Ground,
): Promise<SqlStage> {
  const clock = manualClock(STARTS_AT)
  const trial = new AbortController()
  const events: Recorded[] = []
  const asked: ApprovalRequest[] = []
  const entries = plan.map(bind)
  const write = (event: TraceEvent) => void events.push({ seq: events.length + 1, at: clock.now(), ...event })
  const seam = createSeam({
    channels,
    guards: guards.map(({ guard, params = {}, mode = 'enforce' }) => {
      const context = { clock, random: createRandom('guard'), alert: () => {} }
      return seated(guard.start(guard.params.parse(params), context), guard.name, mode)
    }),
    injector: planInjector(entries, { random: createRandom('plan'), clock }),
    approver: { ...approver(answers, asked, thinking), ...takingBack(clock, takenBackAfterMs) },
    clock,
    signal: trial.signal,
    maxCalls: 10_000,
    write,
    stop: () => trial.abort(new Error('stopped')),
  })
  const task = { text: 'test', data: null }
  const started = { trial: 't', seed: '1', agent: 'agent', model: null, task, world: {}, databases: ground.contents }
  write({ type: 'trial-started', ...started })
  const open = await openDatabases(ground.logins, clock)
  const real = open.worlds.shop
  if (!real) throw new Error('there is no database "shop"')
  const world = broken ? { ...real, session: () => distorted(real.session(), broken) } : real
  const evidence = () =>
    gatherEvidence(JSON.parse(JSON.stringify(events)) as Recorded[], (digest) => {
      const found = ground.find(digest)
      if (!found) throw new Error(`no contents ${digest}`)
      return found
    })
  const ways = new Map<string, SqlDatabase>()
  const witness = await connect({ ...ground.admin, database: ground.logins.shop?.database ?? '' })
  return {
    login: ground.logins.shop as LaneLogin,
    witness,
    ask: async (sql, values = []) => (await witness.query(sql, values)).rows,
    as: (principal) => {
      const way = ways.get(principal) ?? sqlDatabase(world, { seam, principal, clock, signal: trial.signal })
      ways.set(principal, way)
      return way
    },
    channelStage: {
      ...NOTHING,
      databases: { shop: world },
      ...{ seam, principal: 'agent', clock, signal: trial.signal, order: { model: null }, write },
    },
    db: sqlDatabase(world, { seam, principal: 'agent', clock, signal: trial.signal }),
    clock,
    asked,
    events: () => events,
    evidence,
    records: () => faultRecords(entries, evidence().calls),
    violations: (name) => {
      const use = guards.find(({ guard }) => guard.name === name)
      return use ? use.guard.violations(evidence(), use.guard.params.parse(use.params ?? {})) : []
    },
    end: async () => {
      trial.abort(new Error('The trial is over'))
      await seam.quiet()
      await open.close()
      await witness.end()
      const reported = { shop: events.filter(({ type }) => type === 'effect').length }
      return ground.release({ sessions: 'kept', reported })
    },
  }
}

function distorted(real: SqlSession, broken: NonNullable<StageOptions['broken']>): SqlSession {
  return {
    execute: (statement) => real.execute(statement),
    fail: (failure, statement) => real.fail(failure, statement),
    sever: () => real.sever(),
    cancel: () => real.cancel(),
    ...broken(real),
  }
}

function approver(
  answers: readonly string[],
  asked: ApprovalRequest[],
  thinking?: (request: ApprovalRequest) => Promise<void>,
): Approver {
  return {
    ask: async (request, signal) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)]
      asked.push(request)
      await thinking?.(request)
      if (answer !== 'silent') return { kind: answer === 'yes' ? 'approved' : 'denied', by: 'carla' }
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
    },
  }
}

function takingBack(clock: ManualClock, afterMs: number | undefined): Pick<Approver, 'revoked'> {
  if (afterMs === undefined) return {}
  return {
    revoked: async (_, signal) => {
      await clock.sleep(afterMs, signal)
      return { by: 'carla' }
    },
  }
}
