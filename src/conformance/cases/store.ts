import { ALICE, asked, type Case, type Driven, NotApplicable, type Trial } from './define.ts'

const stored = (name: string, more: Partial<Case> & Pick<Case, 'perform'>): Case => {
  return { name, kind: 'ask', script: 'one', expect: [ALICE], kept: true, ...more }
}

/** More copies of a word than a state has in any mechanism that was tried: 27 in one, of which one decides. */
const COPIES = 64

/** The tool's name where it stands as a word of its own in JSON, in JSON within JSON, or in `NAME:` of a text. */
const TOOL = /(?<=["\\_:])pay(?=["\\:])/g

/** The paused run with fresh objects, as after a restart. */
async function reopened(session: Driven, { target, open }: Trial): Promise<Driven> {
  return open(target.storeIsAddress ? { store: session.store } : { saved: await session.save() })
}

/** Two workers that both have the paused run: of the live store where there is one, else of the same text. */
async function twoWorkers(session: Driven, trial: Trial): Promise<[Driven, Driven]> {
  const first = await reopened(session, trial)
  return [first, first.store === undefined ? await reopened(session, trial) : await trial.open({ store: first.store })]
}

/** Changes what is kept while the run is paused: all copies of a word, or the one at `at`. */
function alter(text: string, word: RegExp, to: string, at: number | 'all'): string {
  const found = [...text.matchAll(word)].length
  if (found === 0) throw new NotApplicable('it does not stand in the stored text')
  if (at !== 'all' && at >= found) throw new NotApplicable('there is no such copy')
  let copy = -1
  return text.replaceAll(word, (same) => (++copy === at || at === 'all' ? to : same))
}

const altered = (word: RegExp, to: string, which: 'every' | 'one'): Case['perform'] => {
  return async (session, { yes, way, open }) => {
    const { id } = await asked(session)
    const saved = alter(await session.save(), word, to, which === 'every' ? 'all' : way)
    await (await open({ saved })).answer([{ id, word: yes }])
  }
}

/** A paused run that is kept, and goes on somewhere else. */
export const storeCases: readonly Case[] = [
  stored('restart, yes', {
    perform: async (session, trial) => {
      const { id } = await asked(session)
      await (await reopened(session, trial)).answer([{ id, word: trial.yes }])
    },
  }),
  stored('restart, two workers, yes in sequence', {
    perform: async (session, trial) => {
      const { id } = await asked(session)
      for (const worker of await twoWorkers(session, trial)) await worker.answer([{ id, word: trial.yes }])
    },
  }),
  stored('restart, two workers, yes at once', {
    perform: async (session, trial) => {
      const { id } = await asked(session)
      const workers = await twoWorkers(session, trial)
      await Promise.allSettled(workers.map((worker) => worker.answer([{ id, word: trial.yes }])))
    },
  }),
  stored('arguments altered in the store, every copy', {
    orNothing: true,
    perform: altered(/alice/g, 'mallory', 'every'),
  }),
  stored('arguments altered in the store, one copy', {
    orNothing: true,
    ways: COPIES,
    perform: altered(/alice/g, 'mallory', 'one'),
  }),
  stored('tool name swapped in the store, every copy', { orNothing: true, perform: altered(TOOL, 'refund', 'every') }),
  stored('tool name swapped in the store, one copy', {
    orNothing: true,
    ways: COPIES,
    perform: altered(TOOL, 'refund', 'one'),
  }),
]
