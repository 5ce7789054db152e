import type { Arbitrary } from 'fast-check'
import type { z } from 'zod'
import type { Interceptor } from '../boundary/interceptor.ts'
import type { Channel } from '../trace/events/call.ts'
import type { CallStory } from '../trace/evidence.ts'

export type FastCheck = typeof import('fast-check')['default']

/** What goes wrong. Where and when it does is in the plan. */
export interface Fault<P = unknown> {
  /** The file's name, and the word used in plans. */
  name: string
  /** One sentence for the catalogue. */
  summary: string
  seat: 'call'
  channels: readonly Channel[]
  /** The shape of its parameters, with defaults. */
  params: z.ZodType<P>
  /** Draws parameters, for the search and the contract tests. */
  arbitrary(fc: FastCheck): Arbitrary<P>
  /** Could a careful agent tell that something went wrong, from the reply alone? */
  detectable: boolean
  /** It never lets the world run the call: entries behind it on the same call cannot run. */
  terminal: boolean
  inject(params: P): Interceptor
  /**
   * What the client saw of it, read from a trace: a short phrase, or undefined where it did not arrive. It looks at what
   * the world did and what was delivered, never at what the interceptor meant to do.
   */
  symptom(story: CallStory, params: P): string | undefined
}

export function defineFault<P>(fault: Omit<Fault<P>, 'seat'>): Fault<P> {
  return { seat: 'call', ...fault }
}
