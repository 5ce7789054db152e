import type { Answer, Pending, Turn } from '../target.ts'
import { ALICE, asked, BOB, type Case, type Driven, NotApplicable, type Trial } from './define.ts'
import { SPOILED } from './spoil.ts'

const ask = (name: string, more: Partial<Case> & Pick<Case, 'perform'>): Case => {
  return { name, kind: 'ask', script: 'one', expect: [ALICE], ...more }
}

/** One yes to the first question. */
const yesToFirst: Case['perform'] = async (session, { yes }) => {
  const { id } = await asked(session)
  await session.answer([{ id, word: yes }])
}

const MONTH_MS = 30 * 24 * 3_600_000
const WAIT_MS = 3_000

const malformed = Object.entries(SPOILED).map(([how, spoil]) =>
  ask(`answer: ${how}`, {
    expect: [],
    perform: async (session, { no, target }) => {
      if (target.wordsAreMethods) throw new NotApplicable('yes and no are methods')
      const { id } = await asked(session)
      await session.answer([{ id, word: spoil(no) }])
    },
  }),
)

const identity: Case[] = [
  ask('yes for another call id', {
    expect: [],
    perform: async (session, { yes, target }) => {
      if (target.withoutIds) throw new NotApplicable('an answer carries no id')
      await asked(session)
      await session.answer([{ id: 'call_other', word: yes }])
    },
  }),
  ask('yes, later call with other arguments', { script: 'again-other-arguments', perform: yesToFirst }),
  ask('yes, later call with the same arguments', { script: 'again-same-arguments', perform: yesToFirst }),
  ask('yes, later call reuses the id, other arguments', { script: 'again-same-id', perform: yesToFirst }),
  ask('two calls, one id, yes to the first', { script: 'twins-of-one-id', orNothing: true, perform: yesToFirst }),
]

const twiceInSequence: Case['perform'] = async (session, { yes }) => {
  const { id } = await asked(session)
  await session.answer([{ id, word: yes }])
  await session.answer([{ id, word: yes }])
}

const twice: Case[] = [
  ask('yes twice at once', {
    perform: async (session, { yes }) => {
      const { id } = await asked(session)
      await Promise.allSettled([session.answer([{ id, word: yes }]), session.answer([{ id, word: yes }])])
    },
  }),
  ask('yes twice in sequence', { perform: twiceInSequence }),
  ask('second click meets the next question', { script: 'again-other-arguments', perform: twiceInSequence }),
]

const late: Case[] = [
  ask('yes 30 days later, clock moved (ok: still runs)', {
    orNothing: true,
    perform: async (session, { yes }) => {
      const { id } = await asked(session)
      const { now } = Date
      Date.now = () => now() + MONTH_MS
      try {
        await session.answer([{ id, word: yes }])
      } finally {
        Date.now = now
      }
    },
  }),
  ask('late yes, run aborted', {
    expect: [],
    perform: async (session, { yes }) => {
      const { id } = await asked(session)
      await session.abort()
      await session.answer([{ id, word: yes }], { signal: AbortSignal.abort() })
    },
  }),
  ask('no, then yes', {
    expect: [],
    perform: async (session, { yes, no }) => {
      const { id } = await asked(session)
      await session.answer([{ id, word: no }])
      await session.answer([{ id, word: yes }])
    },
  }),
]

async function bothPending(session: Driven): Promise<readonly Pending[]> {
  const { pending }: Turn = await session.start()
  if (pending.length < 2) throw new NotApplicable('it asks one at a time')
  return pending
}

/** Yes to what is for alice, no to the rest. */
const split = (pending: readonly Pending[], { yes, no }: Trial): Answer[] =>
  pending.map(({ id, args }) => ({ id, word: args.to === 'alice' ? yes : no }))

const several: Case[] = [
  ask('two pending, one yes', {
    script: 'two',
    orNothing: true,
    perform: async (session, trial) => {
      const answers = split(await bothPending(session), trial)
      await session.answer(answers.filter(({ word }) => word === trial.yes))
    },
  }),
  ask('two pending, one yes, one no', {
    script: 'two',
    perform: async (session, trial) => void (await session.answer(split(await bothPending(session), trial))),
  }),
  ask('the same, answers in reverse order', {
    script: 'two',
    perform: async (session, trial) => void (await session.answer(split(await bothPending(session), trial).reverse())),
  }),
  ask('asks one at a time: yes, then no', {
    script: 'two',
    perform: async (session, { yes, no }) => {
      const { pending } = await session.start()
      const [first, ...more] = pending
      if (!first || more.length > 0) throw new NotApplicable(first ? 'it asks for both at once' : 'it did not ask')
      const then = await session.answer([{ id: first.id, word: yes }])
      if (then.pending[0]) await session.answer([{ id: then.pending[0].id, word: no }])
      return [first.args.to === 'bob' ? BOB : ALICE]
    },
  }),
]

/** A mechanism that asks and waits: what an answer may do. */
export const askCases: readonly Case[] = [
  ask('calm yes', { calm: true, perform: yesToFirst }),
  ask('calm no', {
    expect: [],
    perform: async (session, { no }) => {
      const { id } = await asked(session)
      await session.answer([{ id, word: no }])
    },
  }),
  ask('no answer, 3 s', {
    expect: [],
    perform: async (session, { clock }) => {
      await asked(session)
      await clock.sleep(WAIT_MS)
    },
  }),
  ...malformed,
  ...identity,
  ...twice,
  ...late,
  ...several,
]
