import { expect, test } from 'vitest'
import type { TrialFacts } from '../../src/record/facts.ts'
import type { Verdict } from '../../src/record/trial.ts'
import type { EndedHow } from '../../src/trace/events/trial-ended.ts'
import { judgeTrial } from '../../src/verdict/trial.ts'
import { facts, fault, guard, score } from './facts.ts'

/**
 * The whole table, written out. A line is an ending, with or without a fault of the harness. Its four columns are the
 * scores; in a column the four groups are the fault, and the five letters of a group are the required guard.
 */
const columns = {
  scores: ['must passes', 'must fails', 'should fails', 'no must'],
  faults: ['delivered', 'undelivered', 'not-drawn', 'none'],
  guards: ['held', 'bypassed', 'not-exercised', 'false-alarm', 'unclear'],
} as const

const table = `
  returned       ok     | PFIFI IFIFI PFIFI PFIFI | FFFFF FFFFF FFFFF FFFFF | PFIFI IFIFI PFIFI PFIFI | IFIFI IFIFI IFIFI IFIFI
  returned       fault  | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  halted         ok     | PFIFI IFIFI PFIFI PFIFI | FFFFF FFFFF FFFFF FFFFF | PFIFI IFIFI PFIFI PFIFI | IFIFI IFIFI IFIFI IFIFI
  halted         fault  | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  threw          ok     | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF
  threw          fault  | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  uncaught-error ok     | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF
  uncaught-error fault  | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  deadline       ok     | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF
  deadline       fault  | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  never-finished ok     | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF
  never-finished fault  | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  call-limit     ok     | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF
  call-limit     fault  | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  output-limit   ok     | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF
  output-limit   fault  | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  memory-limit   ok     | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF
  memory-limit   fault  | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  exited         ok     | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF | FFFFF FFFFF FFFFF FFFFF
  exited         fault  | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  interrupted    ok     | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  interrupted    fault  | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  lost           ok     | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
  lost           fault  | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE | EEEEE EEEEE EEEEE EEEEE
`

interface Row {
  ended: EndedHow
  harness: string
  score: (typeof columns.scores)[number]
  fault: (typeof columns.faults)[number]
  guard: (typeof columns.guards)[number]
  expected: Verdict
}

const words: Record<string, Verdict> = { E: 'error', F: 'failed', I: 'inconclusive', P: 'passed' }
const rows = table.trim().split('\n').flatMap(readLine)

function readLine(line: string): Row[] {
  const [head = '', ...cells] = line.split('|')
  const [ended, harness = ''] = head.trim().split(/\s+/) as [EndedHow, string]
  const groups = cells.map((cell) => cell.trim().split(' '))
  return columns.scores.flatMap((score, s) =>
    columns.faults.flatMap((fault, f) =>
      columns.guards.map((guard, g) => {
        const expected = words[groups[s]?.[f]?.[g] ?? '']
        if (!expected) throw new Error(`The table has a hole: ${line}`)
        return { ended, harness, score, fault, guard, expected }
      }),
    ),
  )
}

const scores = {
  'must passes': [score('must', true)],
  'must fails': [score('should', true), score('must', false)],
  'should fails': [score('must', true), score('should', false)],
  'no must': [score('should', true)],
}

function factsOf(row: Row): TrialFacts {
  return facts({
    ended: { how: row.ended },
    harnessFaults: row.harness === 'fault' ? [{ where: 'guard budget', message: 'boom', call: 'c3' }] : [],
    scores: scores[row.score],
    guards: [guard(row.guard)],
    faults: row.fault === 'none' ? [] : [fault(row.fault)],
  })
}

function wrongRows(judge: (facts: TrialFacts) => { verdict: Verdict }): Row[] {
  return rows.filter((row) => judge(factsOf(row)).verdict !== row.expected)
}

test('every row of the table is judged as written', () => {
  console.log(`trial truth table: ${rows.length} rows`)
  expect(rows).toHaveLength(12 * 2 * 4 * 4 * 5)
  expect(new Set(rows.map(({ expected: _, ...row }) => JSON.stringify(row))).size).toBe(rows.length)
  expect(wrongRows(judgeTrial)).toEqual([])
})

test('no row that lacks evidence is passed', () => {
  const lacking = rows.filter(
    (row) =>
      row.harness === 'fault' ||
      !['returned', 'halted'].includes(row.ended) ||
      row.fault === 'undelivered' ||
      row.guard === 'not-exercised' ||
      row.score === 'no must',
  )
  expect(lacking.length).toBeGreaterThan(1_400)
  expect(lacking.filter((row) => judgeTrial(factsOf(row)).verdict === 'passed')).toEqual([])
  expect(rows.filter((row) => judgeTrial(factsOf(row)).verdict === 'passed')).toHaveLength(12)
})

test('every reason is one sentence of one line', () => {
  for (const row of rows) expect(judgeTrial(factsOf(row)).reason).toMatch(/^[A-Z0-9][^\n]*[^.]\.$/)
})

/** Judges that are wrong in one way each. */
const mutants: Record<string, (facts: TrialFacts) => { verdict: Verdict }> = {
  'failed beats error': (given) => {
    const how = given.ended.how === 'lost' ? 'returned' : given.ended.how
    const calm = judgeTrial({ ...given, harnessFaults: [], ended: { how } })
    return calm.verdict === 'failed' ? calm : judgeTrial(given)
  },
  'inconclusive beats failed': (given) => {
    const judged = judgeTrial(given)
    const open = given.faults.some(({ state }) => state === 'undelivered')
    return judged.verdict === 'failed' && open ? { verdict: 'inconclusive' } : judged
  },
  'harness faults ignored': (given) => judgeTrial({ ...given, harnessFaults: [] }),
  'undelivered faults ignored': (given) => judgeTrial({ ...given, faults: [] }),
  'not-drawn counts as undelivered': (given) =>
    judgeTrial({
      ...given,
      faults: given.faults.map((one) => (one.state === 'not-drawn' ? fault('undelivered') : one)),
    }),
  'guards ignored': (given) => judgeTrial({ ...given, guards: [] }),
  'no guard is required': (given) =>
    judgeTrial({ ...given, guards: given.guards.map((one) => ({ ...one, required: false })) }),
  'false alarms ignored': (given) =>
    judgeTrial({ ...given, guards: given.guards.filter(({ outcome }) => outcome !== 'false-alarm') }),
  'should counts as must': (given) =>
    judgeTrial({ ...given, scores: given.scores.map((one) => ({ ...one, severity: 'must' })) }),
  'must counts as should': (given) =>
    judgeTrial({ ...given, scores: [score('must', true), ...given.scores.filter(({ pass }) => pass)] }),
  'silence passes': (given) => judgeTrial({ ...given, scores: [score('must', true), ...given.scores] }),
  'halted is a failure': (given) =>
    judgeTrial(given.ended.how === 'halted' ? { ...given, ended: { how: 'deadline' } } : given),
  'everything passes': () => ({ verdict: 'passed' }),
}

const endings = [...new Set(rows.map(({ ended }) => ended))].filter((how) => how !== 'returned' && how !== 'halted')
for (const how of endings) {
  mutants[`${how} is no failure`] = (given) =>
    judgeTrial(given.ended.how === how ? { ...given, ended: { how: 'returned' } } : given)
}

test.each(Object.entries(mutants))('the table catches a judge by whom %s', (_, mutant) => {
  expect(wrongRows(mutant)).not.toEqual([])
})
