import { type CTRFReport, validate } from 'ctrf'
import { expect, test } from 'vitest'
import { ctrf } from '../../src/reports/ctrf.ts'
import { markEverything } from './hostile.ts'
import { hostileStrings } from './hostile-strings.ts'
import { sampleRun, storedRun } from './sample-run.ts'

async function rendered(sample = sampleRun()): Promise<CTRFReport> {
  return JSON.parse(await ctrf.render(storedRun(sample))) as CTRFReport
}

test('is a report by the published schema, which refuses what is none', async () => {
  const report = await rendered()
  expect(validate(report)).toMatchObject({ valid: true })
  expect(validate({ ...report, stray: 1 })).toMatchObject({ valid: false })
  const [first, ...rest] = report.results.tests
  const broken = { ...report, results: { ...report.results, tests: [{ ...first, status: 'inconclusive' }, ...rest] } }
  expect(validate(broken)).toMatchObject({ valid: false })
})

test('no verdict but passed is a pass, and every test is counted', async () => {
  const { results } = await rendered()
  const said = Map.groupBy(
    results.tests.filter(({ suite }) => suite?.[0] !== 'gates'),
    ({ rawStatus, status }) => `${rawStatus}: ${status}`,
  )
  expect(Object.fromEntries([...said].map(([word, all]) => [word, all.length]))).toEqual({
    'passed: passed': 5,
    'failed: failed': 2,
    'inconclusive: other': 1,
    'error: failed': 1,
    'not run: other': 1,
  })
  const { tests, passed, failed, skipped, other, pending } = results.summary
  expect([tests, passed + failed + skipped + other + pending]).toEqual([results.tests.length, results.tests.length])
  for (const status of ['passed', 'failed', 'skipped', 'other', 'pending'] as const)
    expect(results.tests.filter((one) => one.status === status)).toHaveLength(results.summary[status])
})

test('what failed says why, and how it runs again', async () => {
  const { results } = await rendered()
  const lost = results.tests.find(({ name }) => name === 'lost-reply · hasty@mini-2 · r1')
  expect(lost?.message).toMatch(/^Charge ch_2 was refunded twice/)
  expect(lost?.extra).toMatchObject({ replay: expect.stringMatching(/^mettle replay /) })
})

test('stays a report whatever an agent writes', async () => {
  for (const hostile of hostileStrings(40)) {
    const report = await rendered(markEverything(sampleRun(), hostile))
    expect([hostile, validate(report)]).toEqual([hostile, expect.objectContaining({ valid: true })])
  }
})
