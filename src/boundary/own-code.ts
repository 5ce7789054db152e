import { runAs } from './current.ts'

/**
 * Runs code of the scenario's own, so that what goes wrong in it is laid at its door: whoever ends this process knows that it
 * was in there, and an error that nobody catches is told by it. `where`: 'guard four-eyes'.
 */
export type OwnCode = <T>(where: string, run: () => T) => T

/** Runs code of the scenario's own of which nobody is told ahead: who wants to know asks for the owner of what runs. */
export const ownInPlace: OwnCode = (where, run) => runAs({ owner: where }, run)

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
      const given = runAs({ owner: where }, run)
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
