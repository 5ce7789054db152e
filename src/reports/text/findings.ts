import type { GuardRecord, TrialRecord } from '../../record/trial.ts'
import type { Recorded } from '../../trace/event.ts'
import type { Evidence } from '../../trace/evidence.ts'
import { eventLine } from './event.ts'

/** One piece of evidence for a verdict: an event of the trace, or something that should be in it and is not. */
export interface Exhibit {
  /** 'e12', or null where nothing happened. */
  ref: string | null
  text: string
}

/** What speaks for a verdict other than passed, most telling first. Each event once. */
export function findingsOf(trial: TrialRecord, evidence: Evidence): Exhibit[] {
  const judged = [
    ...failedScores(trial, evidence),
    ...callsOf('bypassed', trial, evidence),
    ...callsOf('unclear', trial, evidence),
    ...open(trial),
  ]
  const findings = trial.verdict === 'error' ? [...wrecks(evidence), ...judged] : [...judged, ...wrecks(evidence)]
  const seen = new Set<string>()
  return findings.filter(({ ref, text }) => {
    const key = ref ?? text
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Failures of the harness, refused egress, and ends that the agent did not choose. */
function wrecks({ events }: Evidence): Exhibit[] {
  const telling = events.filter(
    (event) =>
      event.type === 'harness-fault' ||
      event.type === 'egress' ||
      event.type === 'stopping' ||
      (event.type === 'agent-ended' && event.how === 'threw'),
  )
  return telling.map(finding)
}

function failedScores(trial: TrialRecord, evidence: Evidence): Exhibit[] {
  const failed = trial.scores.filter(({ pass, severity }) => !pass && severity === 'must')
  return failed.flatMap(({ events }) => events).map((ref) => lookUp(ref, evidence))
}

/** The calls that the oracles of such guards named. */
function callsOf(which: GuardRecord['outcome'], trial: TrialRecord, evidence: Evidence): Exhibit[] {
  const guards = trial.guards.filter(({ outcome }) => outcome === which)
  return guards.flatMap((guard) =>
    guard.evidence.flatMap(({ calls }) => {
      const stories = evidence.calls.filter(({ call }) => calls.includes(call.id))
      return stories
        .flatMap(({ effects, proposed }): Recorded[] => (effects.length > 0 ? effects : [proposed]))
        .map(finding)
    }),
  )
}

function open(trial: TrialRecord): Exhibit[] {
  const faults = trial.faults.filter(({ state }) => state === 'undelivered')
  const guards = trial.guards.filter(({ required, outcome }) => required && outcome === 'not-exercised')
  return [
    ...faults.map(({ fault, on, planned, delivered, schedule }) => ({
      ref: null,
      text: `fault ${fault} on ${on}: planned ${planned}${selectedCalls(schedule)}, delivered ${delivered}`,
    })),
    ...guards.map(({ name }) => ({ ref: null, text: `guard ${name}: required, decided no call` })),
  ]
}

/** ' (c5)', ' (c1, c2, c3 …)': where to look. */
function selectedCalls(schedule: TrialRecord['faults'][number]['schedule']): string {
  if (schedule.length === 0) return ''
  const ids = schedule.slice(0, 3).map(({ call }) => call)
  return ` (${ids.join(', ')}${schedule.length > ids.length ? ' …' : ''})`
}

function lookUp(ref: string, { events }: Evidence): Exhibit {
  const event = events.find(({ seq }) => `e${seq}` === ref)
  return event ? finding(event) : { ref, text: 'not in the trace' }
}

function finding(event: Recorded): Exhibit {
  return { ref: `e${event.seq}`, text: eventLine(event) }
}
