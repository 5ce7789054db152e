import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { judgeOf, schemaPlace } from '../../../../scripts/openapi/judge.ts'
import { measure } from '../../../../scripts/openapi/measure.ts'
import { openApi } from '../../../../src/world/apis/openapi/open.ts'
import { readSpecification } from '../../../../src/world/apis/openapi/read.ts'

const ROOT = join(import.meta.dirname, '../../../..')

describe('every operation is served, every answer is right by another validator, every mistake is refused', () => {
  test.each([
    ['OpenAPI 3.1', 'fixtures/specifications/billing.yaml', 2],
    ['OpenAPI 3.0', 'examples/payments/scenarios/payments.yaml', 1],
    ['Swagger 2', 'fixtures/specifications/tasks.json', 1],
  ])('%s', async (version, name, resources) => {
    const file = join(ROOT, name)
    const written = parse(readFileSync(file, 'utf8'))
    const judged = version === 'Swagger 2' ? readSpecification(file).root : written
    const found = await measure(openApi({ file }, 'api'), judged)
    expect(found.misfits).toEqual([])
    expect(found.answers).toBeGreaterThan(found.operations)
    expect(found.wrong).toBeGreaterThan(0)
    expect([found.served, found.valid, found.refused]).toEqual([found.operations, found.answers, found.wrong])
    expect([found.resources, found.roundTrips]).toEqual([resources, resources])
  })
})

test('the other validator says no to what is wrong', async () => {
  const written = parse(readFileSync(join(ROOT, 'fixtures/specifications/billing.yaml'), 'utf8'))
  const judge = judgeOf(written)
  const place = schemaPlace(written, '/balance', 'GET', 200, 'application/json') ?? ''
  const right = { available: 1, currency: 'EUR', as_of: '2026-01-01T00:00:00Z' }
  expect(await judge(place, right)).toBe(true)
  for (const wrong of [{ ...right, currency: 'euro' }, { ...right, available: -1 }, { ...right, as_of: 'now' }, {}]) {
    expect(await judge(place, wrong)).toBe(false)
  }
})
