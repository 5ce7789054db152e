import type { Json } from '../kernel/json.ts'
import type { Call } from './call.ts'
import type { DrawnFault, InterceptContext, Next } from './interceptor.ts'
import { ownInPlace } from './own-code.ts'

/** The drawn faults around the execution, the plan's first entry outermost. What one changes, those behind it see. */
export function nest(
  drawn: readonly DrawnFault[],
  call: Call,
  context: Omit<InterceptContext, 'random'>,
  execution: Next,
): Next {
  return drawn.reduceRight<Next>(
    (next, { intercept, random, fault }) =>
      (changed) =>
        ownInPlace(`fault ${fault}`, () =>
          intercept(withInput(call, changed), (again) => next(again ?? changed), { ...context, random }),
        ),
    execution,
  )
}

/** The call as it runs: itself, unless a fault put another input into it. */
export function withInput(call: Call, changed: Json | undefined): Call {
  return changed === undefined ? call : { ...call, input: changed }
}
