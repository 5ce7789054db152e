import { endGroup } from '../../kernel/end-with-me.ts'
import { startOwn } from '../../kernel/own-process.ts'
import { NotApplicable, type Remains } from '../cases/define.ts'
import type { DoomedOrder, LastWords } from '../protocol.ts'

/**
 * Starts a run in a process of its own, and kills it with SIGKILL, with all that it started, at the moment that is ordered.
 * @throws {NotApplicable} it did not ask, or keeps nothing. @throws {Error} it did not come to that moment.
 */
export async function killAt(order: DoomedOrder): Promise<Remains> {
  const child = startOwn('conformance/doomed/process', [JSON.stringify(order)], {
    env: process.env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    detached: true,
  })
  const gone = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
  const said = new Promise<LastWords>((resolve) => child.once('message', (words) => resolve(words as LastWords)))
  const early = gone.then((): LastWords => ({ failed: 'the process ended before it was killed' }))
  const words = await Promise.race([said, early])
  endGroup(child)
  const signal = await gone
  if ('notApplicable' in words) throw new NotApplicable(words.notApplicable)
  if ('failed' in words) throw new Error(words.failed)
  if (signal !== 'SIGKILL') throw new Error(`the process ended with ${signal ?? 'a code'}, and was not killed`)
  return words
}
