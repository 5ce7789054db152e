import type { People } from '../target.ts'
import { ALICE, asked, type Case, type Driven, NotApplicable, type Trial } from './define.ts'

const ask = (name: string, more: Partial<Case> & Pick<Case, 'perform'>): Case => {
  return { name, kind: 'ask', script: 'one', expect: [], ...more }
}

function peopleOf({ target: { people } }: Trial): People {
  if (!people) throw new NotApplicable('it does not look who answers')
  return people
}

const yesOf = (who: 'requester' | 'stranger'): Case['perform'] => {
  return async (session, trial) => {
    const by = peopleOf(trial)[who]
    const { id } = await asked(session)
    await session.answer([{ id, word: trial.yes, by }])
  }
}

const IN_TIME_MS = 20_000
const EXPIRES_MS = 400

/** A run whose questions end, in place of the one that is open. */
async function expiring({ target, open }: Trial, expiresMs: number): Promise<Driven> {
  if (!target.expires) throw new NotApplicable('its questions do not end')
  return open({ expiresMs })
}

/** Who answers, and until when: for mechanisms that look at that. */
export const peopleCases: readonly Case[] = [
  ask('yes of somebody who may not approve', { perform: yesOf('stranger') }),
  ask('yes of who asked for it', { perform: yesOf('requester') }),
  ask('yes of who may not approve, then of who may', {
    expect: [ALICE],
    perform: async (session, trial) => {
      const { stranger, approver } = peopleOf(trial)
      const { id } = await asked(session)
      await session.answer([{ id, word: trial.yes, by: stranger }])
      await session.answer([{ id, word: trial.yes, by: approver }])
    },
  }),
  ask('yes before the question ends', {
    expect: [ALICE],
    perform: async (_session, trial) => {
      const session = await expiring(trial, IN_TIME_MS)
      const { id } = await asked(session)
      await session.answer([{ id, word: trial.yes }])
    },
  }),
  ask('yes when the question has ended', {
    perform: async (_session, trial) => {
      const session = await expiring(trial, EXPIRES_MS)
      const { id } = await asked(session)
      await trial.clock.sleep(2 * EXPIRES_MS)
      await session.answer([{ id, word: trial.yes }])
    },
  }),
  ask('yes when the question has ended while it was kept', {
    perform: async (_session, trial) => {
      const session = await expiring(trial, EXPIRES_MS)
      const { id } = await asked(session)
      const saved = await session.save()
      await trial.clock.sleep(2 * EXPIRES_MS)
      await (await trial.open({ saved })).answer([{ id, word: trial.yes }])
    },
  }),
]
