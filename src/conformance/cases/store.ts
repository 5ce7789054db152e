import { ALICE, asked, type Case, type Driven, NotApplicable, type Trial } from './define.ts'

const stored = (name: string, more: Partial<Case> & Pick<Case, 'perform'>): Case => {
  return { name, kind: 'ask', script: 'one', expect: [ALICE], ...more }
}

/** More copies of a word than a state has in any mechanism that was tried: 27 in one, of which one decides. */
const COPIES = 64

/** The tool's name where it stands as a word of its own in JSON, in JSON within JSON, or in `NAME:` of a text. */
const TOOL = /(?<=["\\_:])pay(?=["\\:])/g

/** Two workers that both have the paused run: of the live store where there is one, else of the same text. */
async function twoWorkers(session: Driven, { open }: Trial): Promise<[Driven, Driven]> {
  const saved = await session.save()
  const first = await open({ saved })
  return [first, await open(first.store === undefined ? { saved } : { store: first.store })]
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
    perform: async (session, { yes, open }) => {
      const { id } = await asked(session)
      await (await open({ saved: await session.save() })).answer([{ id, word: yes }])
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
