import { join } from 'node:path'
import { takeTurns } from '../contender.ts'
import { openLocalTrials } from '../in-process.ts'
import { watch } from '../project/agents/stopwatch.ts'

const AGENT = join(import.meta.dirname, '../project/agents/stopwatch.ts')
const trials = openLocalTrials()

takeTurns(async ({ pace, scenario }) => {
  watch.pace = pace
  await trials.run(scenario, AGENT)
  return watch.tookMs
})
