import type { OwnCode } from '../../boundary/own-code.ts'
import type { Reply } from '../../boundary/reply.ts'
import type { Door } from '../../boundary/seam.ts'
import type { Probe } from '../../guards/probe.ts'
import { withDeadline } from '../../kernel/cleanup.ts'
import type { Clock } from '../../kernel/clock.ts'
import { messageOf, PrerequisiteError } from '../../kernel/errors.ts'
import { createRandom } from '../../kernel/random.ts'
import type { Scenario } from '../../scenario/compiled.ts'
import { DEFAULT_START } from '../../stage/pacing.ts'
import { wireSeam } from '../../stage/wire-seam.ts'
import type { TraceEvent } from '../../trace/event.ts'
import { proposalOf } from './proposal.ts'

/** How long the probe of one guard may take, in ms. Nothing in it waits for anybody outside. */
export const PROBE_LIMIT_MS = 10_000

/** What whoever probes wants to know. */
export interface ProbeMeans {
  /** Told before a guard is probed. */
  began?(guard: string): void
  /** Runs code of the scenario's own. Default: as it is. */
  own?: OwnCode
}

/**
 * Sends each enforced guard of a scenario a call that it must refuse, through the wiring that its trials will use. A guard that
 * lets it pass protects nothing, whatever the scenario says.
 * @throws {PrerequisiteError} naming guard and scenario: it lets the call pass, throws, or never says.
 */
export async function probeScenario(scenario: Scenario, { began, own }: ProbeMeans = {}): Promise<void> {
  const startsAt = scenario.clockStart ?? DEFAULT_START
  for (const { guard, mode, params } of scenario.guards) {
    if (mode !== 'enforce' || !guard.probe) continue
    began?.(guard.name)
    const ask = () => guard.probe?.(params, startsAt)
    const probe = own ? own(`guard ${guard.name}`, ask) : ask()
    if (!probe || (await inTime(scenario.id, guard.name, () => refuses(scenario, guard.name, probe, startsAt, own))))
      continue
    throw new PrerequisiteError(
      `Failed to start: guard "${guard.name}" of scenario "${scenario.id}" let a call pass that it must ` +
        `${probe.alerts ? 'tell of' : 'refuse'}. It is not there, or does nothing. Nothing was run; repair the guard, or set its mode to 'observe'.`,
    )
  }
}

async function inTime(scenario: string, guard: string, refuses: () => Promise<boolean>): Promise<boolean> {
  try {
    return await withDeadline(refuses, PROBE_LIMIT_MS)
  } catch (thrown) {
    throw new PrerequisiteError(
      `Failed to start: guard "${guard}" of scenario "${scenario}" gave no decision on a call that it must refuse: ` +
        `${messageOf(thrown)}. Nothing was run; repair the guard, or set its mode to 'observe'.`,
    )
  }
}

async function refuses(
  scenario: Scenario,
  name: string,
  probe: Probe,
  startsAt: number,
  own: OwnCode | undefined,
): Promise<boolean> {
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
    ...(own && { own }),
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
