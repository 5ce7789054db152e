import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { sarif } from '../../src/reports/sarif.ts'
import { markEverything } from './hostile.ts'
import { hostileStrings } from './hostile-strings.ts'
import { sampleRun, storedRun } from './sample-run.ts'

// As published by OASIS.
const schemas = join(dirname(createRequire(import.meta.url).resolve('schemastore/package.json')), 'schemas/json')
const schema = JSON.parse(readFileSync(join(schemas, 'sarif-2.1.0.json'), 'utf8'))
const validate = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema)

async function rendered(sample = sampleRun()) {
  return JSON.parse(await sarif.render(storedRun(sample)))
}

test('is a log by the published schema, which refuses what is none', async () => {
  const log = await rendered()
  expect([validate(log), validate.errors]).toEqual([true, null])
  expect(validate({ ...log, stray: 1 })).toBe(false)
  const [run] = log.runs
  expect(validate({ ...log, runs: [{ ...run, results: [{ ruleId: 'x' }] }] })).toBe(false)
})

test('what was bypassed, and what fails open, is an error at its scenario; what held is a pass', async () => {
  const { results, tool } = (await rendered()).runs[0]
  const told = (results as { ruleId: string; kind: string; level: string }[]).map(
    ({ ruleId, kind, level }) => `${ruleId} ${kind} ${level}`,
  )
  expect(new Set(told)).toEqual(
    new Set([
      'single-refund fail error',
      'single-refund/under/guard-unreachable fail error',
      'single-refund/under/guard-throws pass none',
      'budget pass none',
      'budget notApplicable none',
      'approval pass none',
      // A false alarm.
      'permissions fail warning',
    ]),
  )
  const [first] = results
  expect(first).toMatchObject({
    level: 'error',
    message: { text: expect.stringContaining('charge ch_2 was refunded twice') },
    partialFingerprints: { 'mettleTask/v1': expect.stringMatching(/^[0-9a-f]{32}$/) },
    properties: { replay: expect.stringMatching(/^mettle replay /) },
  })
  expect(first.locations[0].physicalLocation).toMatchObject({
    artifactLocation: { uri: expect.stringMatching(/scenario/) },
    region: { startLine: expect.any(Number) },
  })
  expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toContain('single-refund')
})

test('the same findings have the same fingerprints, whatever the seed', async () => {
  const prints = (log: { runs: { results: { partialFingerprints: object }[] }[] }) =>
    log.runs.flatMap(({ results }) => results.map((one) => one.partialFingerprints))
  const sample = sampleRun()
  const trials = sample.record.trials.map((trial) => ({ ...trial, seed: 'another' }))
  expect(prints(await rendered({ ...sample, record: { ...sample.record, trials } }))).toEqual(prints(await rendered()))
})

test('stays a log whatever an agent writes', async () => {
  for (const hostile of hostileStrings(40)) {
    const log = await rendered(markEverything(sampleRun(), hostile))
    expect([hostile, validate(log)]).toEqual([hostile, true])
  }
})
