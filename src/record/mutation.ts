import { z } from 'zod'

/** A guard of a scenario that was loosened, and whether the suite noticed. */
export const mutantRecordSchema = z.strictObject({
  scenarios: z
    .array(z.string())
    .describe('The scenarios that use the guard with the same parameters: to a suite it is one.'),
  guard: z.string().describe('The guard.'),
  name: z.string().describe('Of the mutant, unlike that of any other of the guard.'),
  describe: z.string().describe('What is loose about it.'),
  outcome: z
    .enum(['killed', 'survived', 'unclear'])
    .describe('Did a trial tell it from the guard? Unclear: none did, and the harness failed in one.'),
  trials: z.int().describe('How many trials of the suite could have told it from the guard.'),
  ran: z.int().describe('How many of them were run with it: no more are once it is killed.'),
  by: z
    .strictObject({
      trial: z.string().describe('The trial.'),
      why: z.string().describe('What was different, in one sentence.'),
    })
    .nullable()
    .describe('What killed it.'),
  instead: z
    .array(z.string())
    .describe('Other guards that refused more in its place: as long as they do, nobody sees what it lets pass.'),
  wanted: z.string().describe('What the suite lacks as long as it survives, and what to add.'),
})

export type MutantRecord = z.infer<typeof mutantRecordSchema>

/** The share of the mutants that were killed, from 0 to 1. Undefined where there is none. */
export function mutationScore(mutants: readonly Pick<MutantRecord, 'outcome'>[]): number | undefined {
  const killed = mutants.filter(({ outcome }) => outcome === 'killed').length
  return mutants.length === 0 ? undefined : killed / mutants.length
}
