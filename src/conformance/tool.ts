import { appendFileSync } from 'node:fs'
import type { Effect } from './effect.ts'
import type { Means } from './target.ts'

type Tools = Means['tools']

/**
 * The tools of the world. That one ran is on the disk, out of its process, before anybody hears of it.
 * @param file Where effects are written, a line of JSON for each. @param behind What else happens before its caller hears.
 */
export function toolsOf(file: string, behind: () => Promise<unknown>): Tools {
  const tool =
    (name: string): Tools[string] =>
    async (args) => {
      const effect: Effect = { tool: name, input: JSON.parse(JSON.stringify(args ?? null)) }
      appendFileSync(file, `${JSON.stringify(effect)}\n`)
      await behind()
      return 'done'
    }
  return { pay: tool('pay'), refund: tool('refund') }
}
