import type { ApprovalRequest, Approver, Think } from '../boundary/approver.ts'
import type { OwnCode } from '../boundary/own-code.ts'
import type { Clock } from '../kernel/clock.ts'

/** What may be answered. 'revoke' approves and takes it back, 'stop' approves and then stops the agent. */
export const APPROVER_WORDS = ['approve', 'deny', 'silent', 'revoke', 'stop'] as const
export type ApproverWord = (typeof APPROVER_WORDS)[number]

/**
 * Who answers, as code: it is shown what would run and says what it thinks of that. How long an answer takes is not its
 * business (`afterMs`), and nor is being away: that is 'silent'. `asked`: how many requests of this trial came before.
 * It keeps nothing between trials: one process runs many.
 */
export type ApproverCode = (request: ApprovalRequest, before: { asked: number }) => ApproverWord | Promise<ApproverWord>

/** An approver of your own, for `world.approver`. */
export function defineApprover(answers: ApproverCode): ApproverCode {
  return answers
}

export interface ApproverSettings {
  answers: readonly ApproverWord[] | ApproverCode
  by: string
  /** In ms of the trial's clock. */
  afterMs: number
  /** How long after its yes a 'revoke' or a 'stop' comes. Default 0. */
  revokeAfterMs?: number
}

/** A person as a script: one answer for each request in order, the last one repeating; or as code. */
export function scriptedApprover(
  { answers, by, afterMs, revokeAfterMs = 0 }: ApproverSettings,
  clock: Clock,
  own: OwnCode = (_, run) => run(),
): Approver {
  let asked = 0
  const wordAt = (list: readonly ApproverWord[], place: number) => list[Math.min(place, list.length - 1)] ?? 'silent'
  const said = new WeakMap<ApprovalRequest, ApproverWord>()
  const answer = (request: ApprovalRequest, think: Think | undefined) => {
    const before = { asked: asked++ }
    if (typeof answers !== 'function') return wordAt(answers, before.asked)
    const given = own('approver', () => answers(request, before))
    return given instanceof Promise && think ? think(given) : given
  }
  return {
    ready: () => {
      const word = typeof answers === 'function' || afterMs > 0 ? 'silent' : wordAt(answers, asked)
      if (word !== 'approve' && word !== 'deny') return undefined
      asked++
      return { kind: word === 'deny' ? 'denied' : 'approved', by }
    },
    ask: async (request, signal, think) => {
      const word = known(await answer(request, think))
      said.set(request, word)
      if (word === 'silent') return untilAborted(signal)
      if (afterMs > 0) await clock.sleep(afterMs, signal)
      return { kind: word === 'deny' ? 'denied' : 'approved', by, to: request.token }
    },
    revoked: async (request, signal) => {
      const word = said.get(request)
      if (word !== 'revoke' && word !== 'stop') return never
      await clock.sleep(revokeAfterMs, signal)
      return word === 'stop' ? { by, stop: true } : { by }
    },
  }
}

function known(word: unknown): ApproverWord {
  const found = APPROVER_WORDS.find((one) => one === word)
  if (found) return found
  const shown = typeof word === 'string' ? JSON.stringify(word.slice(0, 100)) : `a value of type ${typeof word}`
  throw new Error(`it answered ${shown}: expected ${APPROVER_WORDS.map((one) => `'${one}'`).join(', ')}`)
}

/** One for all: a listener for each yes would stay with the trial's signal until its end. */
const never = new Promise<never>(() => {})

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
