import type { Proposal } from '../boundary/call.ts'
import type { Reply } from '../boundary/reply.ts'
import type { Door } from '../boundary/seam.ts'
import type { Probe, ProbeCall } from '../guards/probe.ts'
import type { Clock } from '../kernel/clock.ts'
import { PrerequisiteError } from '../kernel/errors.ts'
import { createRandom } from '../kernel/random.ts'
import type { Scenario } from '../scenario/compile.ts'
import { DEFAULT_START } from '../stage/pacing.ts'
import { wireSeam } from '../stage/wire-seam.ts'
import type { TraceEvent } from '../trace/event.ts'

/**
 * Sends each enforced guard of each scenario a call that it must refuse, through the wiring that its trials will use. A guard that
 * lets it pass protects nothing, whatever the scenario says.
 * @throws {PrerequisiteError} naming guard and scenario.
 */
export async function probeGuards(scenarios: Iterable<Scenario>): Promise<void> {
  for (const scenario of new Set(scenarios)) {
    for (const { guard, mode, params } of scenario.guards) {
      const startsAt = scenario.clockStart ?? DEFAULT_START
      const probe = mode === 'enforce' ? guard.probe?.(params, startsAt) : undefined
      if (!probe || (await refuses(scenario, guard.name, probe, startsAt))) continue
      throw new PrerequisiteError(
        `Failed to start: guard "${guard.name}" of scenario "${scenario.id}" let a call pass that it must ` +
          `${probe.alerts ? 'tell of' : 'refuse'}. It is not there, or does nothing. Nothing was run; repair the guard, or set its mode to 'observe'.`,
      )
    }
  }
}

async function refuses(scenario: Scenario, name: string, probe: Probe, startsAt: number): Promise<boolean> {
  const events: TraceEvent[] = []
  const trial = new AbortController()
  let now = startsAt
  const clock: Clock = { now: () => now, sleep: (_, signal) => untilAborted(signal) }
  const seam = wireSeam({
    scenario,
    random: createRandom('probe'),
    injector: () => ({ draw: () => [] }),
    read: () => undefined,
    approver: undefined,
    clock,
    signal: trial.signal,
    write: (event) => void events.push(event),
    stop: (how) => trial.abort(new Error(how)),
  })
  now = probe.at ?? startsAt
  const { promise: allSent, resolve: release } = Promise.withResolvers<void>()
  const ran = new Set<string>()
  const door = doorOf(probe.together ? allSent : undefined, ran)
  const sent: Promise<unknown>[] = []
  for (const call of probe.calls) {
    const crossing = seam.cross(proposalOf(call), door)
    sent.push(crossing)
    if (!probe.together) await crossing
  }
  release()
  await Promise.all(sent)
  trial.abort(new Error('The probe is over'))
  if (probe.alerts) return events.some((event) => event.type === 'alert' && event.guard === name)
  return events.some(
    (event) => event.type === 'decision' && event.guard === name && event.decision !== 'allow' && !ran.has(event.call),
  )
}

function proposalOf(call: ProbeCall): Proposal {
  const outline = {
    channel: 'tool',
    target: 'tool probe',
    input: {},
    access: 'write',
    principal: 'probe',
    items: 1,
  } as const
  return { ...outline, ...call, signal: new AbortController().signal }
}

/** A world in which nothing is. */
function doorOf(until: Promise<void> | undefined, ran: Set<string>): Door<Reply> {
  return {
    execute: async ({ id }) => {
      ran.add(id)
      await until
      return { kind: 'ok', output: { content: {} } }
    },
    read: () => ({}),
    render: (reply) => {
      const give = () => reply
      return reply.kind === 'broken'
        ? { seen: { outcome: 'broken', how: reply.how }, give }
        : { seen: { outcome: reply.kind }, give }
    },
  }
}

function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
