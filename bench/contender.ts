import { fork } from 'node:child_process'
import { join } from 'node:path'
import { SOURCE_FLAGS } from './flags.ts'
import type { PACES } from './pace.ts'
import { median } from './rounds.ts'

/** Another way to make the calls, in a process of its own: it may change that process's globals, and its garbage is its own. */
export interface Contender extends AsyncDisposable {
  /** Microseconds per call: the median of so many turns. */
  run(pace: keyof typeof PACES, turns: number): Promise<number>
}

interface Order {
  pace: keyof typeof PACES
  turns: number
}

/** @param name A file in contenders/. */
export function openContender(name: string): Contender {
  const child = fork(join(import.meta.dirname, 'contenders', `${name}.ts`), [], { execArgv: SOURCE_FLAGS })
  const { promise: exited, resolve } = Promise.withResolvers<void>()
  child.once('exit', () => resolve())
  return {
    run: async (pace, turns) => {
      const answered = new Promise<number>((answer) => child.once('message', (figure) => answer(figure as number)))
      child.send({ pace, turns } satisfies Order)
      const figure = await Promise.race([answered, exited])
      if (figure === undefined) throw new Error(`Failed to measure: contender ${name} ended.`)
      return figure
    },
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}

/** The contender's own end. `turn` gives microseconds per call. */
export function takeTurns(turn: (pace: Order['pace']) => Promise<number>): void {
  process.on('message', async ({ pace, turns }: Order) => {
    const figures: number[] = []
    while (figures.length < turns) figures.push(await turn(pace))
    process.send?.(median(figures))
  })
}
