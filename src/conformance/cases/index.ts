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
