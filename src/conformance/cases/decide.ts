import { ALICE, type Case } from './define.ts'
import { SPOILED } from './spoil.ts'

const decide = (name: string, more: Partial<Case> & Pick<Case, 'verdict'>): Case => {
  return {
    name,
    kind: 'decide',
    script: 'one',
    expect: [],
    perform: async (session) => void (await session.start()),
    ...more,
  }
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
const WAIT_MS = 3_000

/** A function is asked, and its word counts at once. */
export const decideCases: readonly Case[] = [
  decide('verdict yes', { calm: true, expect: [ALICE], verdict: ({ yes }) => yes }),
  decide('verdict no', { verdict: ({ no }) => no }),
  decide('two calls, no for one', {
    script: 'two',
    expect: [ALICE],
    verdict: ({ yes, no }, { args }) => (args.to === 'alice' ? yes : no),
  }),
  decide('guard throws', {
    verdict: () => {
      throw new Error('the guard crashed')
    },
  }),
  decide('guard rejects later', {
    verdict: async () => {
      await pause(50)
      throw new Error('the guard crashed')
    },
  }),
  ...Object.entries(SPOILED).map(([how, spoil]) => decide(`verdict: ${how}`, { verdict: ({ no }) => spoil(no) })),
  decide('guard slow (past its own time-out), then no', {
    verdict: async ({ no, timeoutMs }) => {
      await pause(timeoutMs === undefined ? 1_000 : timeoutMs + 1_500)
      return no
    },
  }),
  decide('guard never answers, 3 s', {
    patienceMs: (timeoutMs = 0) => timeoutMs + WAIT_MS,
    verdict: () => new Promise(() => {}),
  }),
]
