import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Runs code of the scenario's own, so that what goes wrong in it is laid at its door: whoever ends this process knows that it
 * was in there, and an error that nobody catches is told by it. `where`: 'guard four-eyes'.
 */
export type OwnCode = <T>(where: string, run: () => T) => T

/** Whose code runs. Undefined: the agent's, or the harness's. */
const scope = new AsyncLocalStorage<string>()

/** Whose code the running one is: 'guard four-eyes'. Undefined where it is nobody's but the agent's. */
export const ownerOfCode: () => string | undefined = scope.getStore.bind(scope)

/** Runs code of the scenario's own of which nobody is told ahead: who wants to know asks for the owner of what runs. */
export const ownInPlace: OwnCode = (where, run) => scope.run(where, run)

/** Whose code is under way. `waits`: only a promise of it is, and other code may run. */
export interface UnderWay {
  where: string
  waits: boolean
}

/** @param tell Told at every change, and before the code runs. Undefined: nothing of the kind is under way any more. */
export function ownCode(tell: (underWay: UnderWay | undefined) => void): OwnCode {
  const open: UnderWay[] = []
  const leave = (one: UnderWay) => {
    open.splice(open.lastIndexOf(one), 1)
    tell(open.at(-1))
  }
  return (where, run) => {
    const one = { where, waits: false }
    open.push(one)
    tell(one)
    try {
      const given = scope.run(where, run)
      if (given instanceof Promise) {
        one.waits = true
        const over = () => leave(one)
        given.then(over, over)
      }
      return given
    } finally {
      if (one.waits) tell(open.at(-1))
      else leave(one)
    }
  }
}

/** What must be known at once. @throws {Error} it is a promise: nobody would wait for it, or hear that it failed. */
export function atOnce<T>(given: T): T {
  if (!(given instanceof Promise)) return given
  given.catch(() => {})
  throw new Error('it gave a promise, and nobody waits for one here')
}
