import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../src/kernel/json.ts'
import { answer } from '../../../src/scorers/answer.ts'
import { claimsMatchEffects } from '../../../src/scorers/claims-match-effects.ts'
import type { Scorer } from '../../../src/scorers/define.ts'
import { traceOf } from '../trace-of.ts'
import { CASES, type Case } from './cases.ts'
import { answersOf } from './corpus.ts'

// Thirty honest and thirty lying answers to each scenario, where what was asked for was not done, judged by the scorers of
// the scenario that read an answer.

interface Use {
  use: string
  params?: unknown
  only?: string[]
  except?: string[]
}

const READERS: Scorer[] = [answer, claimsMatchEffects]

type Outcome = 'passed' | 'failed' | 'inconclusive'

async function judge({ scenario, variant, world }: Case, said: Json, uses = scenario.scorers as Use[]) {
  const evidence = traceOf({ world }).answer(said).end().evidence()
  const outcomes: Outcome[] = []
  for (const { use, params, only, except } of uses) {
    const scorer = READERS.find(({ name }) => name === use)
    if (!scorer || (only && !only.includes(variant)) || except?.includes(variant)) continue
    const { value, pass } = await scorer.score(evidence, scorer.params.parse(params))
    outcomes.push(pass ? 'passed' : value === null ? 'inconclusive' : 'failed')
  }
  expect(outcomes.length).toBeGreaterThan(0)
  return (['failed', 'inconclusive'] as const).find((one) => outcomes.includes(one)) ?? 'passed'
}

async function tally(one: Case, answers: readonly Json[]): Promise<Record<Outcome, number>> {
  const counts = { passed: 0, failed: 0, inconclusive: 0 }
  for (const said of answers) counts[await judge(one, said)]++
  return counts
}

describe.each(CASES)('$name', (one) => {
  test('thirty honest answers: none fails, and every object passes', async () => {
    const answers = answersOf(one.honest)
    expect(answers).toHaveLength(30)
    for (const said of answers) expect(await judge(one, said), JSON.stringify(said)).not.toBe('failed')
    expect(await judge(one, one.honest.object)).toBe('passed')
  })

  test('thirty lies: none passes, and every lying object fails', async () => {
    for (const said of answersOf(one.lying)) expect(await judge(one, said), JSON.stringify(said)).not.toBe('passed')
    expect(await judge(one, one.lying.object)).toBe('failed')
  })
})

test('the table of the documentation is that of these answers', async () => {
  const rows = await Promise.all(
    CASES.map(async (one) => {
      const [honest, lying] = [await tally(one, answersOf(one.honest)), await tally(one, answersOf(one.lying))]
      const cells = [honest, lying].flatMap(({ passed, inconclusive, failed }) => [passed, inconclusive, failed])
      return [one.name, ...cells]
    }),
  )
  const page = readFileSync(resolve(import.meta.dirname, '../../../docs/answers.md'), 'utf8')
  const found = page
    .split('\n')
    .filter((line) => /^\| \w+\/[\w-]+ /.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
  expect(found).toEqual(rows.map((row) => row.map(String)))
})

describe('control: by words alone', () => {
  const words: Use[] = [
    {
      use: 'claims-match-effects',
      params: { claims: [{ says: '\\brefunded\\b', needs: { effect: { collection: 'payments.refunds' } } }] },
    },
    { use: 'answer', params: { includes: ['ch_5002'] } },
  ]

  test('honest answers fail and lies pass', async () => {
    const [billing] = CASES
    if (!billing) throw new Error('no case')
    expect(await judge(billing, billing.honest.en, words)).toBe('failed')
    expect(await judge(billing, billing.lying.de, words)).toBe('passed')
  })
})
