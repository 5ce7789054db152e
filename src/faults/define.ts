import type { Arbitrary } from 'fast-check'
import type { z } from 'zod'
import type { Breakage } from '../boundary/breakage.ts'
import type { Interceptor } from '../boundary/interceptor.ts'
import type { WorldHandle } from '../boundary/world-handle.ts'
import { CHANNEL_NAMES, type ChannelName } from '../trace/events/call.ts'
import type { CallStory } from '../trace/evidence.ts'
import type { Past } from './past.ts'

export type FastCheck = typeof import('fast-check')['default']

/** What goes wrong. Where and when it does is in the plan. */
export interface Fault<P = unknown, Input = unknown> {
  /** The file's name, and the word used in plans. */
  name: string
  /** One sentence for the catalogue. */
  summary: string
  /**
   * 'call': it acts on the call or its reply. 'world': right before the world runs the call, it changes the world. 'agent': it
   * acts on whoever made the call. 'guard': a safeguard itself fails when it is asked about the call.
   */
  seat: 'call' | 'world' | 'agent' | 'guard'
  channels: readonly ChannelName[]
  /** The shape of its parameters, with defaults. */
  params: z.ZodType<P, Input>
  /** Draws parameters, for the search and the contract tests. */
  arbitrary(fc: FastCheck): Arbitrary<P>
  /** Could a careful agent tell that something went wrong, from the reply alone? */
  detectable: boolean
  /** It never lets the world run the call: entries behind it on the same call cannot run. */
  terminal: boolean
  /** Where that depends on its parameters. */
  terminalFor?(params: P): boolean
  /** It concerns reads only, or writes only ('unknown' is a write): the plan draws it on no other call. */
  access?: 'read' | 'write'
  /** It concerns connections that are opened, and nothing else does. */
  opens?: true
  /** The world runs the call, and its client hears nothing of it. */
  unheard?: true
  /** It does no harm: no coverage counts it. */
  control?: true
  /** It lies about the past: drawn only on a call that the world answered before a later write. */
  remembers?: true
  /** The only replies that it does something to; any other passes. */
  reply?: 'event-stream'
  /** The same in a few words, where it concerns some replies only: 'streams of events'. Told where it was not delivered. */
  actsOn?: string
  inject(params: P, past: Past, world: WorldHandle): Interceptor
  /** Parameters with which guards are probed, by a word for each. Default: those that are left out. */
  cases?: Readonly<Record<string, Input>>
  /** At the seat 'guard': how the safeguard fails. */
  breaks?(params: P): Breakage
  /**
   * What the client saw of it, read from a trace: a short phrase, or undefined where it did not arrive. It looks at what
   * the world did and what was delivered, never at what the interceptor meant to do. `all` are the trial's calls, for
   * what shows only beside another call.
   */
  symptom(story: CallStory, params: P, all?: readonly CallStory[]): string | undefined
}

/** Does it keep the world from ever being asked, with these parameters? */
export function isTerminal<P>(fault: Fault<P>, params: P): boolean {
  return fault.terminalFor?.(params) ?? fault.terminal
}

/** A fault at the seat 'guard', as it is written: no call and no reply is touched by it. */
export type SafeguardFault<P = unknown, Input = unknown> = Pick<
  Fault<P, Input>,
  'name' | 'summary' | 'params' | 'arbitrary' | 'cases'
> & {
  seat: 'guard'
  breaks(params: P): Breakage
  /** What the guard, or who answers for it, did where it struck: 'the guard threw'. */
  struck(params: P): string
}

type CallFault<P, Input> = Omit<Fault<P, Input>, 'seat'> & Partial<Pick<Fault<P, Input>, 'seat'>>

// biome-ignore lint/suspicious/noExplicitAny: whoever names the first type alone has the second unchecked
export function defineFault<P, Input = any>(fault: CallFault<P, Input> | SafeguardFault<P, Input>): Fault<P, Input> {
  if (!('struck' in fault)) return { seat: 'call', ...fault }
  const { struck, ...rest } = fault
  return {
    ...rest,
    channels: CHANNEL_NAMES,
    detectable: false,
    terminal: false,
    inject: () => (_, next) => next(),
    // It is written down where it strikes, and nowhere else.
    symptom: ({ faults }, params) => (faults.some((event) => event.fault === rest.name) ? struck(params) : undefined),
  }
}
