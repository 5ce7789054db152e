import { z } from 'zod'
import type { Approver } from '../boundary/approver.ts'
import { executing } from '../boundary/current.ts'
import type { GuardState } from '../boundary/decision.ts'
import type { Door } from '../boundary/door.ts'
import type { Reply } from '../boundary/reply.ts'
import type { Seam } from '../boundary/seam.ts'
import { planBreaker } from '../faults/breaking.ts'
import type { Fault } from '../faults/define.ts'
import { defineGuard } from '../guards/define.ts'
import { type ManualClock, manualClock } from '../kernel/clock.ts'
import { createRandom } from '../kernel/random.ts'
import type { When } from '../record/plan.ts'
import { wireSeam } from '../stage/wire-seam.ts'
import type { Recorded, TraceEvent } from '../trace/event.ts'
import { type Evidence, gatherEvidence } from '../trace/evidence.ts'
import { proposalOf } from './guard-stage.ts'

/** A guard that a fault is to break, and what is sent to it. */
export interface SafeguardStaging {
  fault?: Fault
  /** As the fault's schema gives them back. */
  params?: unknown
  when?: When
  /** How the guard decides. Default: it looks something up, tells a person, and holds the call. */
  guard?: (context: Parameters<Parameters<typeof defineGuard>[0]['start']>[1]) => GuardState
  approver?: Approver
  /** How many calls are sent, one after the other. Default 2. */
  calls?: number
}

/** Longer than any guard or person is waited for, in ms of the trial's clock. */
const PATIENCE_MS = 86_400_000 * 2

/** Sends calls through the wiring of trials, past one guard that a fault breaks. */
export async function stageSafeguard({
  fault,
  params = {},
  when = 'always',
  guard = careful,
  approver,
  calls = 2,
}: SafeguardStaging): Promise<Evidence> {
  const clock = manualClock()
  const events: Recorded[] = []
  const trial = new AbortController()
  const write = (event: TraceEvent) => void events.push({ seq: events.length + 1, at: clock.now(), ...event })
  const entries = fault ? [{ fault, params, on: '*', when }] : []
  const staged = defineGuard({ ...STAGED, start: (_, context) => guard(context) })
  const seam = wireSeam({
    scenario: { guards: [{ guard: staged, mode: 'enforce', params: {} }], limits: LIMITS, volatile: [] },
    random: createRandom('stage'),
    breaker: planBreaker(entries, { random: createRandom('plan'), clock, write }),
    injector: () => ({ draw: () => [] }),
    read: () => ({ status: 'open' }),
    ...{ approver, clock, write, signal: trial.signal, stop: (how) => trial.abort(new Error(how)) },
  })
  for (let sent = 0; sent < calls; sent++) await send(seam, clock, sent)
  trial.abort(new Error('The stage is closed'))
  return gatherEvidence(JSON.parse(JSON.stringify(events)) as Recorded[])
}

const STAGED = { name: 'staged', summary: 'Is broken.', params: z.strictObject({}), violations: () => [] }
const LIMITS = {
  ...{ deadlineMs: 60_000, virtualDeadlineMs: 86_400_000, maxCalls: 100 },
  ...{ maxOutputBytes: 1_000, maxMemoryBytes: 1_000, freshWorker: false },
}

async function send(seam: Seam, clock: ManualClock, sent: number): Promise<void> {
  const crossing = seam.cross(proposalOf({ input: { sent } }), DOOR)
  await clock.advance(0)
  await Promise.all([crossing, clock.advance(PATIENCE_MS)])
}

/** Does what guards may do: it looks something up, reads its clock, tells a person, and asks one. */
const careful: NonNullable<SafeguardStaging['guard']> = ({ clock, read, alert }) => ({
  decide: (call) => {
    const found = read?.('stage.things', 'one')
    const asked = clock.now()
    alert(`${call.target} is asked for`, call)
    return {
      kind: 'hold',
      reason: `what is ${JSON.stringify(found)} needs leave`,
      timeoutMs: 60_000,
      resolve: (answer) => {
        const isOthers = answer.kind === 'approved' && answer.by !== call.principal && clock.now() >= asked
        return isOthers ? { kind: 'allow', reason: 'approved' } : { kind: 'deny', reason: 'nobody else said yes' }
      },
    }
  },
  settle: () => {},
})

const DOOR: Door<Reply> = {
  execute: async ({ id }) => {
    executing.getStore()?.effect({ collection: 'stage.things', op: 'create', id, after: null })
    return { kind: 'ok', output: { content: {} } }
  },
  read: () => ({}),
  render: (reply) => ({
    seen: reply.kind === 'broken' ? { outcome: 'broken', how: reply.how } : { outcome: reply.kind },
    give: () => reply,
  }),
}
