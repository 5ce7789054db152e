import type { Answer, Approver } from '../boundary/approver.ts'
import type { Clock } from '../kernel/clock.ts'

export interface ApproverSettings {
  answers: readonly ('approve' | 'deny' | 'silent')[]
  by: string
  /** In ms of the trial's clock. */
  afterMs: number
}

/** A person as a script: one answer for each request in order, the last one repeating. */
export function scriptedApprover({ answers, by, afterMs }: ApproverSettings, clock: Clock): Approver {
  let asked = 0
  return {
    ask: async (_, signal) => {
      const answer = answers[Math.min(asked++, answers.length - 1)] ?? 'silent'
      if (answer === 'silent') return untilAborted(signal)
      if (afterMs > 0) await clock.sleep(afterMs, signal)
      return { kind: answer === 'approve' ? 'approved' : 'denied', by }
    },
  }
}

function untilAborted(signal: AbortSignal): Promise<Answer> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
