import { createSeam, type Door } from '../../src/boundary/seam.ts'
import { isWhole, jsonOutput } from '../../src/boundary/wire.ts'
import { channels } from '../../src/channels/index.ts'
import type { Fault } from '../../src/faults/define.ts'
import { type BoundEntry, faultRecords, planInjector } from '../../src/faults/plan.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { When } from '../../src/record/plan.ts'
import type { FaultRecord } from '../../src/record/trial.ts'
import type { Recorded } from '../../src/trace/event.ts'
import { gatherEvidence } from '../../src/trace/evidence.ts'

/** What the client gets where nothing goes wrong. */
const HONEST = '200 {"id":"r1"}'

/** A door that gives a client the status and the body, or the name of what broke. */
const door: Door<string> = {
  execute: async () => ({ kind: 'ok', output: jsonOutput(200, { id: 'r1' }) }),
  read: (output) => ('status' in output && isWhole(output.body) ? output.body.json : null),
  render: (reply) => {
    if (reply.kind === 'broken') return { seen: { outcome: 'broken', how: reply.how }, give: () => reply.how }
    const { output } = reply
    if (!('status' in output) || !isWhole(output.body)) throw new TypeError('it is no plain HTTP reply')
    const { status, headers, body } = output
    const seen = { outcome: reply.kind, status, headers: Object.fromEntries(headers), output: body.json }
    return { seen, give: () => `${status} ${body.text}` }
  },
}

/** What calls met, told thrice: by the plan's draws, by the record, and by a witness who looks at the replies alone. */
export interface Crossings {
  drawn: number
  record: FaultRecord
  witnessed: number
}

/** Sends calls through a seam with one fault planned on them. Every second call repeats the one before it. */
export async function crossMany(fault: Fault, when: When, seed: string, calls: number): Promise<Crossings> {
  const entries: BoundEntry[] = [{ fault, params: fault.params.parse({}), on: '*', when }]
  const events: Recorded[] = []
  const clock = manualClock()
  const { signal } = new AbortController()
  const seam = createSeam({
    channels,
    guards: [],
    injector: planInjector(entries, { random: createRandom(seed), clock }),
    approver: undefined,
    clock,
    signal,
    maxCalls: calls,
    write: (event) => void events.push({ seq: events.length + 1, at: clock.now(), ...event }),
    stop: (how) => {
      throw new Error(how)
    },
  })
  const what = {
    channel: 'http',
    target: 'payments POST /v1/refunds',
    access: 'write',
    principal: 'a',
    items: 1,
  } as const
  let witnessed = 0
  for (let call = 0; call < calls; call++) {
    const input = { amount: Math.floor(call / 2) }
    if ((await seam.cross({ ...what, input, signal }, door)) !== HONEST) witnessed++
  }
  const [record] = faultRecords(entries, gatherEvidence(events).calls)
  if (!record) throw new Error('There is no record of the entry.')
  return { drawn: events.filter(({ type }) => type === 'fault').length, record, witnessed }
}
