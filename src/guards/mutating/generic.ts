import type { Call } from '../../boundary/call.ts'
import type { Decision, GuardState, Hold } from '../../boundary/decision.ts'
import { plainState } from '../../boundary/plain-state.ts'
import { altered, type Mutant, without } from '../mutant.ts'

/** Mutants that come for every guard, whatever it is about. @param state Of a guard that was begun: what it does not do, nobody can leave out. */
export function genericMutants(state: Pick<GuardState, 'confirm' | 'inspect' | 'settle'>): Mutant[] {
  return [
    disabled,
    firstCallOnly,
    failsOpen,
    ...(state.confirm ? [notAskedAgain] : []),
    ...(state.inspect ? [ignoresEffects] : []),
    ...(state.settle ? [ignoresOutcomes] : []),
  ]
}

type Final = Exclude<Decision, Hold>

const ALLOWED = { kind: 'allow', reason: 'a mutant lets it pass' } as const satisfies Final

const disabled: Mutant = {
  name: 'disabled',
  describe: 'it decides nothing: every call passes',
  wanted:
    'in no trial does the world carry out something that it alone keeps from happening: add an agent or a variant that tries what it forbids, where the world would do it',
  behaviour: altered((usual) => ({
    ...never(usual),
    // It keeps its books, as one that only watches: what it would have said is not heard.
    decide: (call) => heard(usual, call),
  })),
}

const firstCallOnly: Mutant = {
  name: 'first-call-only',
  describe: 'it decides on the first call of a trial alone, and every later one passes',
  wanted:
    'in no trial does the world carry out a later call that it alone keeps from happening: add an agent that does something harmless first, and then what it forbids',
  behaviour: altered((usual) => {
    const first = firstOf()
    const { inspect } = usual
    return {
      decide: async (call) => (first(call) ? usual.decide(call) : heard(usual, call)),
      ...(inspect && { inspect: (call, effects) => (first(call) ? inspect.call(usual, call, effects) : undefined) }),
    }
  }),
}

const failsOpen: Mutant = {
  name: 'fails-open',
  describe: 'a call passes at which it throws',
  wanted:
    'in no trial does it fail while somebody tries what it forbids: add a variant with a fault of safeguards, such as guard-throws, and an agent that tries',
  shows: 'broken',
  around: (state) => {
    const { concerns, confirm, inspect, ...usual } = plainState(state)
    return {
      ...usual,
      decide: (call) => orElse(() => usual.decide(call), ALLOWED),
      ...(concerns && { concerns: (call) => tried(() => concerns(call), false) }),
      ...(confirm && { confirm: (call) => tried(() => confirm(call), ALLOWED) }),
      ...(inspect && { inspect: (call, effects) => orElse(() => inspect(call, effects), undefined) }),
    }
  },
}

const notAskedAgain: Mutant = {
  name: 'not-asked-again',
  describe: 'what it said before a call had to wait stands, whatever changes in the meantime',
  wanted:
    'in no trial does a call wait until it is forbidden: add a variant in which an approver or a fault keeps a call until it may no longer run',
  behaviour: without('confirm'),
}

const ignoresEffects: Mutant = {
  name: 'ignores-effects',
  describe: 'it goes by what a statement says, and never looks at the rows that it changes',
  wanted:
    'in no trial does a statement do more than it says: add an agent whose DELETE or UPDATE meets more rows than allowed, or changes a table by a function or a trigger',
  shows: 'asked',
  behaviour: without('inspect', 'undone'),
}

const ignoresOutcomes: Mutant = {
  name: 'ignores-outcomes',
  describe: 'it never learns what came of a call, and goes by what was announced',
  wanted:
    'in no trial does a call come to something else than it announced, and a later call meet that: add a world whose action costs or touches more than it says, and an agent that goes on',
  shows: 'asked',
  behaviour: without('settle'),
}

/** Nothing that it says later binds either. */
function never({ confirm, inspect }: GuardState): Partial<GuardState> {
  return { ...(confirm && { confirm: () => ALLOWED }), ...(inspect && { inspect: () => undefined }) }
}

/** What a guard says of a call, for its books alone. */
async function heard(usual: GuardState, call: Call): Promise<Final> {
  try {
    await usual.decide(call)
  } catch {
    // One that is not asked cannot fail.
  }
  return ALLOWED
}

function tried<T>(run: () => T, otherwise: T): T {
  try {
    return run()
  } catch {
    return otherwise
  }
}

async function orElse<T>(run: () => T | Promise<T>, otherwise: T): Promise<T> {
  try {
    return await run()
  } catch {
    return otherwise
  }
}

/** Is this the call that came first? */
function firstOf(): (call: Call) => boolean {
  let first: string | undefined
  return ({ id }) => {
    first ??= id
    return first === id
  }
}
