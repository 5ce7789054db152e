import type { TrialRecord, UnderRecord } from '../../record/trial.ts'
import type { ProbeVariant } from '../../scenario/probed.ts'

/** One guard under one fault. */
export interface ProbeCell {
  scenario: string
  guard: string
  fault: string
  /** Which of its cases, where it has several. */
  as?: string
  agent: string
  /** 'error': the trial says nothing. */
  outcome: UnderRecord['outcome'] | 'error'
  reason: string
  /** The trial that shows it, and the command that runs it again. */
  trial: string
  replay: string
  /** The trials without the fault, and without the guard. */
  controls: {
    sound: string
    removed: string
    /** Why they prove nothing, so that no cell of this guard says anything. */
    failed?: string
  }
}

/** What one guard was put through by one agent. */
export interface Probed {
  sound: TrialRecord
  removed: TrialRecord
  faults: readonly { way: ProbeVariant; record: TrialRecord }[]
}

/** The cells of one guard. Without its controls no cell says anything: the guard must refuse, and something must be at stake. */
export function cellsOf({ sound, removed, faults }: Probed): ProbeCell[] {
  const idle = whyIdle(sound, removed)
  return faults.map(({ way: { guard, fault = '', as }, record }): ProbeCell => {
    const { scenario, agent, id: trial, replay } = record
    const controls = { sound: sound.id, removed: removed.id, ...(idle !== undefined && { failed: idle }) }
    return { scenario, guard, fault, ...(as && { as }), agent, ...outcomeOf(record, idle), trial, replay, controls }
  })
}

type Outcome = Pick<ProbeCell, 'outcome' | 'reason'>

function outcomeOf({ verdict, reason, guards }: TrialRecord, idle: string | undefined): Outcome {
  const [under] = guards[0]?.under ?? []
  if (verdict === 'error' || !under) return { outcome: 'error', reason }
  if (idle !== undefined) return { outcome: 'not-exercised', reason: idle }
  return { outcome: under.outcome, reason: under.reason }
}

/** Why a fault in the guard would show nothing. */
function whyIdle(sound: TrialRecord, removed: TrialRecord): string | undefined {
  const broken = [sound, removed].find(({ verdict }) => verdict === 'error')
  if (broken) return `the control ${broken.variant} was an error: ${broken.reason}`
  const [unbroken, absent] = [sound.guards[0], removed.guards[0]]
  if (unbroken?.evidence[0]) return `unbroken, it lets through what it must stop: ${unbroken.evidence[0].message}`
  if (!absent?.evidence[0]) return 'without it nothing happens that it must stop: the agent does nothing of the kind'
  return undefined
}
