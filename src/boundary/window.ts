import { messageOf } from '../kernel/errors.ts'
import type { ApprovalRequest, Revocation } from './approver.ts'
import type { Call } from './call.ts'
import type { DecidingParts } from './deciding-parts.ts'
import type { Decision, Hold, SeatedGuard } from './decision.ts'
import { linkSignals } from './linked-signal.ts'

/** The yes is gone. */
type Gone = Extract<Decision, { kind: 'deny' | 'halt' }>

const OVER = new Error('The window is over')

/**
 * Waits the mandatory delay behind a yes, in which the yes can be taken back. Resolves with what comes of that, or with
 * undefined when the window has passed. Whoever takes it back later is heard as well: the guard is told.
 */
export async function waitOut(
  guard: SeatedGuard,
  call: Call,
  hold: Hold,
  request: ApprovalRequest,
  parts: DecidingParts,
): Promise<Gone | undefined> {
  const revoked = watch(guard, call, hold, request, parts)
  const { delayMs = 0 } = hold
  if (delayMs === 0) return undefined
  const { signal, end } = linkSignals(call.signal, parts.signal)
  const left = (): Gone => ({ kind: 'deny', reason: 'nobody waits for it any more; the action did not run' })
  const window = parts.clock.sleep(delayMs, signal).then(() => undefined, left)
  try {
    return await Promise.race([window, revoked])
  } finally {
    end(OVER)
  }
}

/** Resolves when the yes is taken back; never where it stands. An approver that fails to listen takes it back. */
async function watch(
  guard: SeatedGuard,
  { id }: Call,
  hold: Hold,
  request: ApprovalRequest,
  parts: DecidingParts,
): Promise<Gone> {
  const { approver, clock, signal } = parts
  const since = clock.now()
  const revocation = await listen()
  if (revocation) {
    const { by, stop } = revocation
    const waitedMs = clock.now() - since
    parts.write({ type: 'approval', call: id, guard: guard.name, answer: 'revoked', by, waitedMs })
    hold.revoked?.()
    if (stop) parts.stop('halted', `${by} stopped the agent`)
    return stop
      ? { kind: 'halt', reason: `${by} stopped the agent` }
      : { kind: 'deny', reason: `${by} took the approval back; the action did not run` }
  }
  hold.revoked?.()
  return { kind: 'deny', reason: 'the approver failed; the action did not run' }

  async function listen(): Promise<Revocation | undefined> {
    const forever = new Promise<never>(() => {})
    try {
      const found = await (approver?.revoked?.(request, signal) ?? forever)
      return signal.aborted ? forever : found
    } catch (thrown) {
      if (signal.aborted) return forever
      parts.write({ type: 'harness-fault', where: 'approver', message: messageOf(thrown), call: id })
      return undefined
    }
  }
}
