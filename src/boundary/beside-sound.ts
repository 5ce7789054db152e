import type { SoundNotes } from './breakage.ts'
import type { Call } from './call.ts'
import type { Decision, GuardState, Hold } from './decision.ts'

type Said = Decision | undefined

/**
 * A guard that is broken on purpose, and beside it the same guard, sound, which is asked about all that the broken one is asked about
 * and binds nothing: what it would have refused is what was at stake. Where both hold a call, both hear what a person says to it.
 */
export function besideSound(
  broken: GuardState,
  sound: GuardState,
  notes: SoundNotes & { hearsAnswers: boolean },
): GuardState {
  const tell = (call: Call, decision: Said) => {
    if (decision && decision.kind !== 'allow') notes.said(call, decision.kind, decision.reason)
  }
  const ask = (call: Call, say: () => Said | Promise<Said>, held = (_: Hold) => {}) => {
    const hear = (decision: Said) => {
      tell(call, decision)
      if (decision?.kind === 'hold' && notes.hearsAnswers) held(decision)
    }
    try {
      const given = say()
      if (given instanceof Promise) given.then(hear, (thrown) => notes.failed(call, thrown))
      else hear(given)
    } catch (thrown) {
      notes.failed(call, thrown)
    }
  }
  const askBoth = <D extends Said>(call: Call, say: () => Said | Promise<Said>, own: () => D | Promise<D>) => {
    let twin: Hold | undefined
    ask(call, say, (hold) => {
      twin = hold
    })
    const paired = (decision: D): D => {
      if (decision?.kind !== 'hold') return decision
      return {
        ...decision,
        resolve: (answer) => {
          ask(call, () => twin?.resolve(answer))
          return decision.resolve(answer)
        },
        revoked: () => {
          attempt(() => twin?.revoked?.())
          decision.revoked?.()
        },
      }
    }
    const given = own()
    return given instanceof Promise ? given.then(paired) : paired(given)
  }
  const { concerns, confirm, inspect, settle, undone, witness, restarted } = broken
  return {
    ...(concerns && { concerns: (call) => concerns.call(broken, call) }),
    decide: (call) =>
      askBoth(
        call,
        () => sound.decide(call),
        () => broken.decide(call),
      ),
    ...(confirm && {
      confirm: (call) => {
        ask(call, () => sound.confirm?.(call))
        return confirm.call(broken, call)
      },
    }),
    ...(inspect && {
      inspect: (call, effects) =>
        askBoth(
          call,
          () => sound.inspect?.(call, effects),
          () => inspect.call(broken, call, effects),
        ),
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
