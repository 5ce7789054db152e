import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadScenario } from '../../../../src/scenario/load.ts'
import { temporaryFolder } from '../../../e2e/cli.ts'

const ROOT = join(import.meta.dirname, '../../../..')

const SCENARIO = `task:
  text: Bill Ada.
world:
  apis:
    billing:
      openapi: ./billing.yaml
      seeds: { invoices: { inv_1: { customer: cus_ada1 } } }
      keys: { k1: ['invoices:delete'] }
      rateLimit: { limit: 10, perSeconds: 60 }
      operations:
        createInvoice: { prefix: inv_, set: { status: open } }
        voidInvoice: ./refusing.ts#never
variants:
  lost-reply:
    - fault: lost-reply
      on: billing POST /v1/invoices
`

function plant(scenario: string, more: Record<string, string> = {}): string {
  const folder = temporaryFolder()
  const files = {
    'package.json': '{"type":"module"}',
    'one.scenario.yaml': scenario,
    'billing.yaml': readFileSync(join(ROOT, 'fixtures/specifications/billing.yaml'), 'utf8'),
    'refusing.ts': "export const never = ({ refuse }) => refuse(409, 'Never.')",
    ...more,
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return join(folder, 'one.scenario.yaml')
}

test('an API of a specification is written in YAML', async () => {
  const { world, variants } = await loadScenario('one', plant(SCENARIO))
  const billing = world.apis.billing
  expect(billing?.collections.map(({ name }) => name)).toContain('billing.invoices')
  expect(billing?.collections[0]?.seeds).toMatchObject({ inv_1: { customer: 'cus_ada1', id: 'inv_1' } })
  expect(billing?.handlers).toHaveLength(10)
  expect(variants.get('lost-reply')).toHaveLength(1)
})

test('another text of the specification is another definition', async () => {
  const before = await loadScenario('one', plant(SCENARIO))
  const same = await loadScenario('one', plant(SCENARIO))
  const text = readFileSync(join(ROOT, 'fixtures/specifications/billing.yaml'), 'utf8')
  const other = await loadScenario(
    'one',
    plant(SCENARIO, { 'billing.yaml': text.replace('maximum: 100', 'maximum: 50') }),
  )
  expect(same.definition).toBe(before.definition)
  expect(other.definition).not.toBe(before.definition)
})

describe('what does not fit is told with its line', () => {
  test.each<[string, [string, string], string[]]>([
    ['a misspelt setting', ['rateLimit:', 'ratelimit:'], [':9:7: ', 'Did you mean "rateLimit"?']],
    ['a misspelt operation', ['createInvoice:', 'createInvoices:'], [':11:9: ', 'Did you mean "createInvoice"?']],
    ['a misspelt collection', ['{ invoices: { inv_1', '{ invoice: { inv_1'], [':7:16: ', 'Did you mean "invoices"?']],
    ['a misspelt file', ['./billing.yaml', './biling.yaml'], [':5:5: ', 'there is no such file']],
    ['a misspelt export', ['#never', '#nevr'], [':12:9: ', 'Did you mean "never"?']],
    [
      'a misspelt target',
      ['POST /v1/invoices', 'POST /v1/invoice'],
      [':16:7: ', 'Did you mean "billing POST /v1/invoices"?'],
    ],
    ['a wrong limit', ['limit: 10', 'limit: none'], [':9:20: ', 'number']],
  ])('%s', async (_, [right, wrong], says) => {
    const loading = loadScenario('one', plant(SCENARIO.replace(right, wrong)))
    for (const text of says) await expect(loading).rejects.toThrow(text)
  })
})

test('editors know the form', () => {
  const schema = JSON.parse(readFileSync(join(ROOT, 'schemas/scenario.schema.json'), 'utf8'))
  const fits = new Ajv({ strict: false, logger: false }).compile(schema)
  expect([fits(parse(SCENARIO)), fits.errors]).toEqual([true, null])
  expect(fits(parse(SCENARIO.replace('rateLimit:', 'ratelimit:')))).toBe(false)
})
