import { expect, test } from 'vitest'
import { readEvents, runProject, trialOf } from './cli.ts'

const ran = runProject('last-calls', ['--variant', 'calm', '--tier', 'T1'])

test.each(['http', 'mcp', 'sql'])('what an agent sends over %s before it ends is done, and judged', async (agent) => {
  const { record, out } = await ran
  const trial = trialOf(record, agent)
  const effects = readEvents(out, trial).filter(({ type }) => type === 'effect')
  expect({ effects: effects.length, verdict: trial.verdict }, trial.reason).toEqual({ effects: 20, verdict: 'failed' })
})
