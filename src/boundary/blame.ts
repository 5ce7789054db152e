import { messageOf } from '../kernel/errors.ts'
import type { TraceEvent } from '../trace/event.ts'
import type { Call } from './call.ts'
import type { SeatedGuard } from './decision.ts'

/** A guard that throws is the harness's fault, unless the plan has it fail. */
export function blame(
  guard: SeatedGuard,
  call: Pick<Call, 'id'>,
  thrown: unknown,
  parts: { write(event: TraceEvent): void },
): void {
  const message = messageOf(thrown)
  if (guard.planned?.(call.id)) parts.write({ type: 'guard-failed', call: call.id, guard: guard.name, message })
  else parts.write({ type: 'harness-fault', where: `guard ${guard.name}`, message, call: call.id })
}
