import { fork } from 'node:child_process'
import { join } from 'node:path'
import { SOURCE_FLAGS } from './flags.ts'
import type { PACES } from './pace.ts'
import { median } from './rounds.ts'

interface Order {
  pace: keyof typeof PACES
  /** The first ones compile the code and are not counted. */
  warm: number
  turns: number
}

/**
 * Another way to make the calls, in a process of its own: it may change that process's globals, and its garbage is its
 * own. Microseconds per call: the median of so many turns.
 * @param name A file in contenders/.
 */
export async function contenderCalls(name: string, order: Order): Promise<number> {
  const child = fork(join(import.meta.dirname, 'contenders', `${name}.ts`), [], { execArgv: SOURCE_FLAGS })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const answered = new Promise<number>((resolve) => child.once('message', (figure) => resolve(figure as number)))
  child.send(order)
  const figure = await Promise.race([answered, ended])
  if (figure === undefined) throw new Error(`Failed to measure: contender ${name} ended.`)
  child.disconnect()
  await ended
  return figure
}

/** The contender's own end. `turn` gives microseconds per call. */
export function takeTurns(turn: (pace: Order['pace']) => Promise<number>): void {
  process.once('message', async ({ pace, warm, turns }: Order) => {
    const figures: number[] = []
    while (figures.length < warm + turns) figures.push(await turn(pace))
    process.send?.(median(figures.slice(warm)))
  })
}
