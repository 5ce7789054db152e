import { parse } from 'csv-parse/sync'
import papaparse from 'papaparse'
import { expect, test } from 'vitest'
import { visible } from '../../src/kernel/visible.ts'
import { csv } from '../../src/reports/csv.ts'
import { markEverything } from './hostile.ts'
import { hostileStrings } from './hostile-strings.ts'
import { sampleRun, storedRun } from './sample-run.ts'

/** Read by two parsers, which must agree. */
function rowsOf(text: string): Record<string, string>[] {
  const rows = parse(text, { columns: true, record_delimiter: '\r\n' }) as Record<string, string>[]
  const { data, errors } = papaparse.parse(text, { header: true, skipEmptyLines: true })
  expect(errors).toEqual([])
  expect(data).toEqual(rows)
  return rows
}

test('has a row for each planned trial, with what it came to and by what', async () => {
  const { record } = sampleRun()
  const rows = rowsOf(await csv.render(storedRun(sampleRun())))
  expect(rows.map(({ trial }) => trial)).toEqual(record.planned.map(({ id }) => id))
  const verdicts = new Map(record.trials.map(({ id, verdict }) => [id, verdict]))
  expect(rows.map(({ verdict }) => verdict)).toEqual(record.planned.map(({ id }) => verdicts.get(id) ?? 'not run'))
  const failed = record.trials.find(({ verdict }) => verdict === 'failed')
  expect(rows.find(({ trial }) => trial === failed?.id)).toMatchObject({
    reason: failed?.reason,
    calls: String(failed?.usage.calls),
    ...Object.fromEntries(failed?.guards.map(({ name, outcome }) => [`guard ${name}`, outcome]) ?? []),
  })
  expect(rows.find(({ verdict }) => verdict === 'not run')).toMatchObject({ seed: '', wall_ms: '', reason: '' })
})

test('no text of an agent is a formula, another cell or a control sign', async () => {
  for (const hostile of [...hostileStrings(40), '=cmd|calc', '+1', '-1', '@SUM(A1)', '"', 'a\r\nb,c']) {
    const sample = markEverything(sampleRun(), hostile)
    const rows = rowsOf(await csv.render(storedRun(sample)))
    const marked = sample.record.trials.find(({ verdict }) => verdict === 'failed')
    const reason = visible(marked?.reason ?? '')
    expect(rows).toHaveLength(sample.record.planned.length)
    expect(rows.map((row) => row.reason)).toContain(/^[=+\-@]/.test(reason) ? `'${reason}` : reason)
    for (const cell of rows.flatMap((row) => Object.values(row))) expect(cell).not.toMatch(/^[=+\-@]\D/)
  }
})
