import type { GuardContext, GuardState } from '../boundary/decision.ts'
import { plainState } from '../boundary/plain-state.ts'

/** A safeguard with one thing loosened: a suite that is any good tells it from the safeguard itself. */
export interface Mutant<P = unknown> {
  /** In kebab case, and unlike that of any other mutant of the guard: 'trial-cap-x10'. */
  name: string
  /** What is loose about it, with the figures: 'the cap per trial is $500.00 in place of $50.00'. */
  describe: string
  /** What no trial does as long as it survives, and what to add: 'no trial spends between $50.00 and $500.00: add one that does'. */
  wanted: string
  /** The parameters that it has in place of its own. */
  params?: P
  /** What it does in place of what it does. `begin` starts the safeguard as it is, or with its other parameters. */
  behaviour?(begin: (context: GuardContext) => GuardState, context: GuardContext): GuardState
  /**
   * Which trials may tell it from the safeguard. 'refused': those in which that one refused, held or halted something.
   * 'asked': all in which it decided on anything. 'broken': those of them whose plan breaks it. Default: 'refused', as whoever refuses less is no different where nothing is refused.
   */
  shows?: 'refused' | 'asked' | 'broken'
  /** What the seam does about it otherwise, around whatever breaks the safeguard. */
  around?(state: GuardState): GuardState
}

/** Another way to go about it that keeps all but what it names. @param change What is done otherwise, by what was there before. */
export function altered(change: (usual: GuardState, context: GuardContext) => Partial<GuardState>): Behaviour {
  return (begin, context) => {
    const usual = begin(context)
    return { ...plainState(usual), ...change(usual, context) }
  }
}

/** Another way to go about it that leaves something out. */
export function without(...names: readonly Exclude<keyof GuardState, 'decide'>[]): Behaviour {
  return (begin, context) => {
    const state = plainState(begin(context))
    for (const name of names) delete state[name]
    return state
  }
}

type Behaviour = NonNullable<Mutant['behaviour']>
