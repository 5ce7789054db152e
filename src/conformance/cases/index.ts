import type { ConformanceTarget } from '../target.ts'
import { askCases } from './ask.ts'
import { commandCases } from './command.ts'
import { crashCases } from './crash.ts'
import { decideCases } from './decide.ts'
import type { Case } from './define.ts'
import { peopleCases } from './people.ts'
import { storeCases } from './store.ts'

/** All of them, in the order in which they are told. */
export const cases: readonly Case[] = [
  ...askCases,
  ...peopleCases,
  ...storeCases,
  ...crashCases,
  ...decideCases,
  ...commandCases,
]

/** Those that are put to a target. */
export function casesFor({ kinds, only }: Pick<ConformanceTarget, 'kinds' | 'only'>): Case[] {
  return cases.filter(({ kind, calm, kept }) => kinds.includes(kind) && (only !== 'kept' || calm || kept))
}
