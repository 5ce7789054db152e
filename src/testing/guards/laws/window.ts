import type { Action } from '../deps.ts'
import { byEffects, type Law } from '../law.ts'

export interface WindowLaw {
  /** From this time of day (UTC, '09:00') to that one, which is outside. Over midnight where `to` is the earlier one. */
  from: string
  to: string
}

export interface Work extends Action {
  work: string
}

const DAY_MS = 86_400_000

/** Nothing is done outside the hours, whenever it was asked for; and inside them it is let through. */
export function window({ from, to }: WindowLaw): Law<Work> {
  const [opens, closes] = [timeOfDay(from), timeOfDay(to)]
  const isOpen = (time: number) => {
    const at = time % DAY_MS
    return opens < closes ? opens <= at && at < closes : at >= opens || at < closes
  }
  const rule = byEffects<Work>({
    excess: (deeds) => (deeds.some(({ time }) => !isOpen(time)) ? `done outside ${from} to ${to}` : undefined),
    isSound: () => true,
  })
  const until = (now: number, edge: number) => ((edge - (now % DAY_MS) + DAY_MS - 1) % DAY_MS) + 1
  return {
    name: 'window',
    source: `laws.window({ from: '${from}', to: '${to}' })`,
    actions: [{ work: 'x' }, { work: 'y' }],
    waits: (now) => [until(now, closes), until(now, opens), until(now, closes - 1), until(now, opens - 1)],
    oddities: () => [],
    describe: ({ work }) => `do ${work}`,
    // When it was asked for does not matter: it must be open when it is done. Time stands still between the guard's yes and that.
    broken: (story) => {
      const deeds = story.deeds.map((deed) => ({ ...deed, times: deed.times.slice(-1) }))
      return rule.broken({ ...story, deeds })
    },
    // What others did takes nobody's room away.
    owed: (story, put) => rule.owed({ ...story, puts: [put], deeds: [] }, put),
    sum: ({ now }) => (isOpen(now) ? 'open' : 'closed'),
  }
}

/** @throws {Error} it is no time of day. */
function timeOfDay(text: string): number {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text) ?? []
  if (hours === undefined) throw new Error(`Failed to make the law: "${text}" is no time of day. Write it as '09:00'.`)
  return (Number(hours) * 60 + Number(minutes)) * 60_000
}
