import type { ApprovalRequest, Approver } from '../../src/boundary/approver.ts'
import { createSeam } from '../../src/boundary/seam.ts'
import { seated } from '../../src/boundary/seat.ts'
import type { SqlDatabase } from '../../src/boundary/sql-database.ts'
import { sqlDatabase } from '../../src/channels/sql-client.ts'
import { faultRecords, planInjector } from '../../src/faults/plan.ts'
import type { Guard, Violation } from '../../src/guards/define.ts'
import { type ManualClock, manualClock } from '../../src/kernel/clock.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { DatabaseContents } from '../../src/trace/contents.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import { type Evidence, gatherEvidence } from '../../src/trace/evidence.ts'
import { type DatabaseInput, defineDatabase } from '../../src/world/databases/define.ts'
import type { Released } from '../../src/world/databases/lane.ts'
import { openRunDatabases, type RunDatabases } from '../../src/world/databases/run-databases.ts'
import { openDatabases } from '../../src/world/databases/sessions/open.ts'
import { bind, type Entry } from '../faults/lab.ts'

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
}

export interface SqlStage {
  db: SqlDatabase
  clock: ManualClock
  /** What the approver was asked. */
  asked: ApprovalRequest[]
  events(): Recorded[]
  evidence(): Evidence
  records(): ReturnType<typeof faultRecords>
  violations(guard: string): Violation[]
  /** Ends the trial. Puts the lane back, and says what the databases know of it. */
  end(): Promise<Released>
}

export async function openHall(
  input: DatabaseInput,
  backend = process.env.METTLE_TEST_DATABASE ?? 'embedded',
): Promise<SqlHall> {
  const wanted = { file: import.meta.filename, databases: { shop: defineDatabase(input) }, startsAt: STARTS_AT }
  const databases = await openRunDatabases({ backend, seed: 'hall', reset: 'journal', wanted: [wanted] })
  return {
    databases,
    stage: async (options = {}) => {
      const { logins, contents, release } = await databases.lease(wanted)
      return openStage(options, { logins, contents, release, find: (digest) => databases.contents.get(digest) })
    },
    [Symbol.asyncDispose]: () => databases[Symbol.asyncDispose](),
  }
}

interface Ground {
  logins: Parameters<typeof openDatabases>[0]
  contents: Readonly<Record<string, string>>
  release: Awaited<ReturnType<RunDatabases['lease']>>['release']
  find(digest: string): DatabaseContents | undefined
}

async function openStage(
  { plan = [], guards = [], answers = ['yes'] }: StageOptions,
  ground: Ground,
): Promise<SqlStage> {
  const clock = manualClock(STARTS_AT)
  const trial = new AbortController()
  const events: Recorded[] = []
  const asked: ApprovalRequest[] = []
  const entries = plan.map(bind)
  const write = (event: TraceEvent) => void events.push({ seq: events.length + 1, at: clock.now(), ...event })
  const seam = createSeam({
    guards: guards.map(({ guard, params = {}, mode = 'enforce' }) => {
      const context = { clock, random: createRandom('guard'), alert: () => {} }
      return seated(guard.start(guard.params.parse(params), context), guard.name, mode)
    }),
    injector: planInjector(entries, { random: createRandom('plan'), clock }),
    approver: approver(answers, asked),
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
  const world = open.worlds.shop
  if (!world) throw new Error('there is no database "shop"')
  const evidence = () =>
    gatherEvidence(JSON.parse(JSON.stringify(events)) as Recorded[], (digest) => {
      const found = ground.find(digest)
      if (!found) throw new Error(`no contents ${digest}`)
      return found
    })
  return {
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
      const reported = { shop: events.filter(({ type }) => type === 'effect').length }
      return ground.release({ sessions: 'kept', reported })
    },
  }
}

function approver(answers: readonly string[], asked: ApprovalRequest[]): Approver {
  return {
    ask: (request, signal) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)]
      asked.push(request)
      if (answer !== 'silent') return Promise.resolve({ kind: answer === 'yes' ? 'approved' : 'denied', by: 'carla' })
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
    },
  }
}
