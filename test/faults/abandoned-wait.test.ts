import { expect, test } from 'vitest'
import { latency } from '../../src/faults/latency.ts'
import { lostReply } from '../../src/faults/lost-reply.ts'
import { faultRecords } from '../../src/faults/plan.ts'
import { timeout } from '../../src/faults/timeout.ts'
import { gatherEvidence } from '../../src/trace/evidence.ts'
import { type CallOptions, type TraceBuilder, traceOf } from '../scorers/trace-of.ts'

const never: CallOptions = { executed: null, delivered: null }
const acted: CallOptions = { delivered: null }

/** An agent that calls, goes on after 5 s without a reply, and ends as it says. */
function walkedAway(fault: string, call: CallOptions): TraceBuilder {
  return traceOf()
    .call('host POST /sites', { ...call, fault })
    .wait(5_000)
    .call('host GET /sites', { access: 'read' })
}

// biome-ignore lint/suspicious/noExplicitAny: faults of any parameters
const cases: [any, CallOptions, string][] = [
  [timeout, never, 'the client gave up, nothing was executed'],
  [latency, never, 'the client gave up on a slow call'],
  [lostReply, acted, 'the world acted, the client had given up'],
]

test.for(cases)('an agent that went on and ended without the reply has met it (%#)', ([fault, call, symptom]) => {
  const plan = [{ fault, params: fault.params.parse({}), on: '*', when: { nth: 1 } }]
  const record = (trace: TraceBuilder) => faultRecords(plan, gatherEvidence(trace.events()).calls)[0]
  expect(record(walkedAway(fault.name, call).answer('I could not.'))).toMatchObject({ state: 'delivered', symptom })
  // Controls: the agent still waits at the end of its trial; it ended at once.
  expect(record(walkedAway(fault.name, call).end({ how: 'deadline' }))?.state).toBe('undelivered')
  const events = walkedAway(fault.name, call).answer('Done.').events()
  const atOnce = events.map((event) => ({ ...event, at: 0 }))
  expect(faultRecords(plan, gatherEvidence(atOnce).calls)[0]?.state).toBe('undelivered')
})
