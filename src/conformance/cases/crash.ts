import { ALICE, type Case, type KilledWhen } from './define.ts'

const killed = (name: string, when: KilledWhen): Case => ({
  name,
  kind: 'ask',
  script: 'one',
  expect: [ALICE],
  kept: true,
  startsProcess: true,
  perform: async (_session, trial) => {
    const { id, kept } = await trial.killed(when)
    await (await trial.open(kept)).answer([{ id, word: trial.yes }])
  },
})

/** The process that runs the agent is killed with SIGKILL, and another one goes on with what was kept. */
export const crashCases: readonly Case[] = [
  killed('killed while it waits, yes in another process', 'waiting'),
  killed('killed when the tool has run and nothing is saved of it, yes again', 'effect'),
]
