import { join } from 'node:path'
import { expect, test } from 'vitest'
import { UsageError } from '../../src/kernel/errors.ts'
import { compileScenario } from '../../src/scenario/compile.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { strayNames } from '../../src/scenario/mentions.ts'
import { batches, payments } from './names/world.ts'

const load = (name: string) => loadScenario(name, join(import.meta.dirname, 'names', `${name}.scenario.yaml`))

test('each name that nothing in the world answers to is told where it stands, with the nearest', async () => {
  const thrown = await load('wrong').catch((error: unknown) => error)
  expect(thrown).toBeInstanceOf(UsageError)
  const told = String(thrown).split('\n').slice(1)
  expect(
    told.map((line) => /yaml:(\d+):\d+: (\S+): (.*?)\. ?(?:Did you mean "(.*?)"|Known)/.exec(line)?.slice(1)),
  ).toEqual([
    [
      '11',
      'guards[0].params.on[1]',
      'no API, tool, table or service answers "payments POST /v1/refund"',
      'payments POST /v1/refunds',
    ],
    [
      '24',
      'scorers[0].params.milestones[0].call.target',
      'no API, tool, table or service answers "payments GET /v1/refunds/{refund}"',
      'payments GET /v1/refunds/{id}',
    ],
    [
      '25',
      'scorers[0].params.milestones[1].effect.collection',
      'there is no collection "payment.refunds"',
      'payments.refunds',
    ],
    ['16', 'variants.lost[0].on', 'no API, tool, table or service answers "shops UPDATE orders"', undefined],
    ['17', 'variants.lost[1].params.collection', 'there is no collection "payments.refund"', 'payments.refunds'],
    ['18', 'variants.lost[2].on', 'no API, tool, table or service answers "payments DELETE *"', undefined],
    ['19', 'variants.lost[3].on', 'no API, tool, table or service answers "model chatt"', 'model chat'],
    ['13', 'legitimate[0]', 'no API, tool, table or service answers "tool notes"', 'tool note'],
  ])
})

test('patterns, tables, what a world need not have and ":id" for "{id}" are names', async () => {
  const scenario = await load('right')
  expect(scenario.variants.get('lost')?.[0]?.on).toBe('payments GET /v1/refunds/{id}')
  expect(scenario.guards[1]?.params).toMatchObject({ on: expect.arrayContaining(['payments GET /v1/refunds/{id}']) })
})

test('where calls stand for others, their names are not judged', () => {
  const value = {
    task: { text: 'x' },
    world: { apis: { payments, batches } },
    legitimate: ['payments operation refund'],
  }
  const { world } = compileScenario('a', 'a', value)
  expect(strayNames(value, world, [])).toEqual([])
  expect(strayNames(value, { ...world, apis: { payments } }, [])).toHaveLength(1)
})
