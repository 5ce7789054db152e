import { messageOf } from '../kernel/errors.ts'
import type { TraceEvent } from '../trace/event.ts'
import type { Call } from './call.ts'
import type { SeatedGuard } from './decision.ts'

/** A guard that throws is the harness's fault. */
export function blame(
  guard: SeatedGuard,
  call: Pick<Call, 'id'>,
  thrown: unknown,
  parts: { write(event: TraceEvent): void },
): void {
  parts.write({ type: 'harness-fault', where: `guard ${guard.name}`, message: messageOf(thrown), call: call.id })
}
