import { expect, test } from 'vitest'
import { runRecordSchema } from '../../src/record/run.ts'
import { json } from '../../src/reports/json.ts'
import { HOSTILE, markEverything } from './hostile.ts'
import { sampleRun, storedRun } from './sample-run.ts'

test('it is the record, and nothing else', async () => {
  const sample = sampleRun()
  expect(runRecordSchema.parse(JSON.parse(await json.render(storedRun(sample))))).toEqual(sample.record)
})

test('each trial stands on a line of its own', async () => {
  const { record, traces } = sampleRun()
  const lines = (await json.render(storedRun({ record, traces }))).split('\n')
  for (const trial of record.trials) {
    const found = lines.filter((line) => line.includes(`"id":"${trial.id}"`) && line.includes('"verdict"'))
    expect(found.map((line) => JSON.parse(line.replace(/,$/, '')))).toEqual([trial])
  }
})

test('hostile text stays the same value, and a terminal that shows the file obeys none of it', async () => {
  const sample = markEverything(sampleRun(), HOSTILE)
  const text = await json.render(storedRun(sample))
  expect(JSON.parse(text)).toEqual(sample.record)
  expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
  expect(JSON.stringify(sample.record)).toMatch(/[\p{Cf}\p{Zl}]/u)
})

test('a run without trials is valid too', async () => {
  const sample = sampleRun()
  sample.record.trials = []
  expect(JSON.parse(await json.render(storedRun(sample)))).toEqual(sample.record)
})
