import type { Call } from '../boundary/call.ts'
import type { Refusal } from '../boundary/refusal.ts'
import type { Fault } from './define.ts'
import { wasRefused } from './symptoms/was-refused.ts'

/** How a fault acts that says no in the world's place, and does nothing. `says`: its symptom, where the client got it. */
export function refusing<P>(
  refusal: (params: P, call: Pick<Call, 'target'>) => Refusal,
  says: (params: P, status: number | undefined) => string,
): Pick<Fault<P>, 'detectable' | 'terminal' | 'inject' | 'symptom'> {
  return {
    detectable: true,
    terminal: true,
    inject:
      (params) =>
      async (call, _next, { refuse }) =>
        refuse(refusal(params, call)),
    symptom: (story, params) =>
      wasRefused(story, refusal(params, story.call)) ? says(params, story.delivered?.status) : undefined,
  }
}
