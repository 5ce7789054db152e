import type { SoundNotes } from './breakage.ts'
import type { Call } from './call.ts'
import type { Decision, GuardState } from './decision.ts'

type Said = Decision | undefined

/**
 * A guard that is broken on purpose, and beside it the same guard, sound, which is asked about all that the broken one is asked about
 * and binds nothing: what it would have refused is what was at stake.
 */
export function besideSound(broken: GuardState, sound: GuardState, notes: SoundNotes): GuardState {
  const tell = (call: Call, decision: Said) => {
    if (decision && decision.kind !== 'allow') notes.said(call, decision.kind, decision.reason)
  }
  const ask = (call: Call, say: () => Said | Promise<Said>) => {
    try {
      const given = say()
      if (!(given instanceof Promise)) return tell(call, given)
      given.then(
        (decision) => tell(call, decision),
        (thrown) => notes.failed(call, thrown),
      )
    } catch (thrown) {
      notes.failed(call, thrown)
    }
  }
  const { concerns, confirm, inspect, settle, undone, witness, restarted } = broken
  return {
    ...(concerns && { concerns: (call) => concerns.call(broken, call) }),
    decide: (call) => {
      ask(call, () => sound.decide(call))
      return broken.decide(call)
    },
    ...(confirm && {
      confirm: (call) => {
        ask(call, () => sound.confirm?.(call))
        return confirm.call(broken, call)
      },
    }),
    ...(inspect && {
      inspect: (call, effects) => {
        ask(call, () => sound.inspect?.(call, effects))
        return inspect.call(broken, call, effects)
      },
    }),
    settle: (call, executed, effects) => {
      attempt(() => sound.settle?.(call, executed, effects))
      settle?.call(broken, call, executed, effects)
    },
    undone: (effects) => {
      attempt(() => sound.undone?.(effects))
      undone?.call(broken, effects)
    },
    witness: (effect) => {
      attempt(() => sound.witness?.(effect))
      witness?.call(broken, effect)
    },
    restarted: (call) => {
      attempt(() => sound.restarted?.(call))
      restarted?.call(broken, call)
    },
  }
}

/** It fails at this as well where nothing breaks it, and is blamed for it there. */
function attempt(work: () => void): void {
  try {
    work()
  } catch {}
}
