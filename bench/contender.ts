import { fork } from 'node:child_process'
import { join } from 'node:path'
import { SOURCE_FLAGS } from './flags.ts'
import type { Pace } from './pace.ts'

/** A way to make calls, in a process of its own: it may change that process's globals, and its garbage is its own. */
export interface Contender extends AsyncDisposable {
  /** Ms for all calls of a turn. */
  turn(pace: Pace, scenario?: string): Promise<number>
}

export interface Turn {
  pace: Pace
  scenario: string
}

/** @param name A file in contenders/. */
export function openContender(name: string): Contender {
  const child = fork(join(import.meta.dirname, 'contenders', `${name}.ts`), [], { execArgv: SOURCE_FLAGS })
  const { promise: exited, resolve } = Promise.withResolvers<number>()
  child.once('exit', () => resolve(Number.NaN))
  return {
    turn: async (pace, scenario = 'purchase') => {
      const answered = new Promise<number>((answer) => child.once('message', (ms) => answer(ms as number)))
      child.send({ pace, scenario } satisfies Turn)
      const ms = await Promise.race([answered, exited])
      if (Number.isNaN(ms)) throw new Error(`Failed to measure: contender ${name} ended.`)
      return ms
    },
    [Symbol.asyncDispose]: async () => {
      child.disconnect()
      await exited
    },
  }
}

/** The contender's own end: answers each turn with the ms that it took. */
export function takeTurns(turn: (turn: Turn) => Promise<number>): void {
  process.on('message', async (message: Turn) => process.send?.(await turn(message)))
}
