import { defineGuard, defineScorer } from 'mettle'
import { z } from 'zod'

const none = z.strictObject({})
const fine = { value: 1, pass: true, reason: 'It is fine.', events: [] }

function spin(): never {
  for (;;);
}

function fill(): never {
  const kept: object[] = []
  for (;;) kept.push({ text: [kept.length] })
}

/** What a scorer can do to whoever runs it, by name. */
const deeds: Record<string, () => unknown> = {
  loops: spin,
  waits: () => new Promise(() => {}),
  allocates: fill,
  exits: () => process.exit(0),
  aborts: () => process.abort(),
  'nan-value': () => ({ ...fine, value: Number.NaN }),
  'pass-of-text': () => ({ ...fine, pass: 'yes' }),
  'no-reason': () => ({ value: 1, pass: true, events: [] }),
  'no-score': () => undefined,
  'half-a-pass': () => ({ ...fine, value: 0.5 }),
  'a-number': () => 1,
  // These are fine.
  prints: () => {
    console.log('PRINTED by a scorer')
    console.error(`PRINTED to stderr, long: ${'x'.repeat(10_000)}`)
    process.stdout.write('1 0\n{}\n')
    return fine
  },
  'leaves-a-timer': () => {
    setInterval(() => {}, 1_000)
    return fine
  },
  'fails-late': () => {
    setTimeout(() => {
      throw new Error('too late')
    })
    void Promise.reject(new Error('nobody waits for it'))
    return fine
  },
}

export const DEEDS = Object.keys(deeds)

export const scorers = DEEDS.map((name) =>
  defineScorer({ name, summary: 'Does what its name says.', params: none, score: () => deeds[name]?.() as never }),
)

/** What an oracle can do, by the variant that it is asked in. */
const verdicts: Record<string, () => unknown> = {
  'oracle-throws': () => {
    throw new Error('a bug of ours')
  },
  'oracle-loops': spin,
  'oracle-of-nothing': () => undefined,
  'oracle-of-garbage': () => [{ calls: 'c1' }],
}

export const ORACLES = Object.keys(verdicts)

export const watched = defineGuard({
  name: 'watched',
  summary: 'Allows everything.',
  params: none,
  start: () => ({ decide: () => ({ kind: 'allow', reason: 'fine' }) }),
  violations: ({ trial }) => {
    const verdict = verdicts[trial.split('~')[1] ?? '']
    return (verdict ? verdict() : []) as never
  },
})
