import type { Json } from '../../kernel/json.ts'
import type { Deeds } from '../../search/causes.ts'
import { keyOf } from '../../search/plan.ts'
import { deedsIn, type PlainDeeds, plainDeeds } from '../../search/quick/asked.ts'
import type { Perform, Told } from '../../search/told.ts'
import type { ToldPlans } from '../../store/told-plans.ts'

/** A line of what a search was told. */
type Line = { key: string; told: Told } | { calm: PlainDeeds }

/** What a search was told before, and is told from here on. */
export interface Memory {
  /** How many plans it was told of before. */
  readonly before: number
  /** What the agent does without any fault, where that is known. */
  readonly calm: Deeds | undefined
  /** Was something told of a plan that its trial did not come to? */
  readonly isMisled: boolean
  keepCalm(deeds: Deeds): void
  /** Runs only what nothing was told of. An error is no answer: it is tried again. */
  over(perform: Perform): Perform
}

export function openMemory(plans: Pick<ToldPlans, 'before' | 'append'>): Memory {
  const lines = plans.before as unknown as Line[]
  const known = new Map(lines.flatMap((line) => ('told' in line ? [[line.key, line.told] as const] : [])))
  const calm = lines.flatMap((line) => ('calm' in line ? [line.calm] : [])).at(-1)
  const append = (line: Line) => plans.append(line as unknown as Json)
  return {
    before: known.size,
    calm: calm && deedsIn(calm),
    isMisled: [...known.values()].some(({ misled }) => misled),
    keepCalm: (deeds) => append({ calm: plainDeeds(deeds) }),
    over: (perform) => async (plan, who, repeat, quick) => {
      const key = `${who} ${repeat} ${keyOf(plan)}`
      const found = known.get(key)
      if (found && !(quick && found.quick)) return found
      const told = await perform(plan, who, repeat, quick)
      if (told && (told.verdict !== 'error' || told.misled)) append({ key, told })
      return told
    },
  }
}
