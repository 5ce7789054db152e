import type { ApprovalRequest, Approver } from '../boundary/approver.ts'
import type { Clock } from '../kernel/clock.ts'

type Word = 'approve' | 'deny' | 'silent' | 'revoke' | 'stop'

export interface ApproverSettings {
  answers: readonly Word[]
  by: string
  /** In ms of the trial's clock. */
  afterMs: number
  /** How long after its yes a 'revoke' or a 'stop' comes. Default 0. */
  revokeAfterMs?: number
}

/** A person as a script: one answer for each request in order, the last one repeating. */
export function scriptedApprover(
  { answers, by, afterMs, revokeAfterMs = 0 }: ApproverSettings,
  clock: Clock,
): Approver {
  let asked = 0
  const said = new WeakMap<ApprovalRequest, Word>()
  return {
    ask: async (request, signal) => {
      const word = answers[Math.min(asked++, answers.length - 1)] ?? 'silent'
      said.set(request, word)
      if (word === 'silent') return untilAborted(signal)
      if (afterMs > 0) await clock.sleep(afterMs, signal)
      return { kind: word === 'deny' ? 'denied' : 'approved', by }
    },
    revoked: async (request, signal) => {
      const word = said.get(request)
      if (word !== 'revoke' && word !== 'stop') return untilAborted(signal)
      await clock.sleep(revokeAfterMs, signal)
      return word === 'stop' ? { by, stop: true } : { by }
    },
  }
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
