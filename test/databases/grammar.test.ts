import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { GRANTS, MAZE } from './grammar/maze.ts'
import { MODELLED, type Modelled, observable } from './grammar/models.ts'
import { type Unit, unit } from './grammar/statements.ts'
import { accusedBy, MADE, type Outcome, type Reading, tryOut } from './grammar/trial.ts'
import { openHall, type SqlHall } from './stage.ts'

/** The same number draws the same statements. */
const SEED = Number(process.env.METTLE_SEED ?? 14)
const PROVE = process.env.METTLE_PROVE !== undefined
/** Statements that are observed by all guards together, and that each guard alone looks at before they stay. */
const [OBSERVED, ENFORCED] = PROVE ? [5_000, 460] : [100, 10]
/** Units of one trial. */
const MANY = 12

let hall: SqlHall

beforeAll(async () => {
  hall = await openHall({ schema: { sql: MAZE }, grants: { sql: GRANTS } })
})
afterAll(() => hall[Symbol.asyncDispose]())

interface Draw {
  units: fc.Arbitrary<Unit>
  mode: 'observe' | 'enforce'
  count: number
  reading?: Partial<Reading>
}

/** Tries statements until there are enough. A disagreement tells the seed that draws its trial again. */
async function tryMany(modelled: readonly Modelled[], { units, mode, count, reading }: Draw) {
  const told: Outcome['told'] = []
  const disagreements: object[] = []
  let unclear = 0
  for (let trial = 0; told.length < count; trial++) {
    const seed = SEED * 100_003 + trial
    const one = await tryOut(hall, fc.sample(units, { seed, numRuns: MANY }), modelled, mode, reading)
    told.push(...one.told)
    disagreements.push(...one.disagreements.map((found) => ({ seed: `${SEED}, trial ${trial}`, ...found })))
    unclear += one.unclear
  }
  return { told, disagreements, unclear }
}

function share(told: Outcome['told'], is: (one: Outcome['told'][number]) => boolean): number {
  return told.filter(is).length / told.length
}

const doesMuch = ({ told: { kept } }: Outcome['told'][number]) => kept.rows.length + kept.schema.length > 0

describe('what mettle says of drawn statements is what somebody says who looks at every row and every object', () => {
  test('all guards observe', { timeout: 3_600_000 }, async () => {
    const { told, disagreements, unclear } = await tryMany(observable, {
      units: unit,
      mode: 'observe',
      count: OBSERVED,
    })
    expect(disagreements).toEqual([])
    // The draw is worth something: much changes, much does not, some is refused.
    expect(share(told, doesMuch)).toBeGreaterThan(0.15)
    expect(share(told, (one) => !doesMuch(one))).toBeGreaterThan(0.3)
    expect(share(told, (one) => one.told.refused)).toBeGreaterThan(0.05)
    if (PROVE) console.log(`observed: ${told.length} statements, ${unclear} words of oracles that a diff cannot judge`)
  })

  test.each(Object.entries(MODELLED))('%s is enforced', { timeout: 3_600_000 }, async (_, modelled) => {
    const { disagreements } = await tryMany([modelled], { units: modelled.units, mode: 'enforce', count: ENFORCED })
    expect(disagreements).toEqual([])
  })
})

describe('control: what is broken is found', () => {
  const text = (call: string, all: Map<string, string>) => all.get(call) ?? ''
  const BROKEN: Record<string, Partial<Reading>> = {
    'an oracle that reads texts': {
      accused: (guard, stage) =>
        guard === 'permissions'
          ? new Set(
              [...MADE.texts(stage)].flatMap(([call, one]) => (/DELETE|DROP|ALTER|CREATE/.test(one) ? [call] : [])),
            )
          : accusedBy(guard, stage),
    },
    'effects of a trigger, a rule or a cascade are not counted': {
      made: (stage) =>
        MADE.only(stage, ({ collection, calls: [call = ''] }) =>
          text(call, MADE.texts(stage)).includes(collection.replace('shop.', '')),
        ),
    },
    'changes of the schema are not counted': {
      made: (stage) => MADE.only(stage, ({ collection, id }) => collection !== 'shop.(schema)' && id !== '(schema)'),
    },
    'rows of a call are counted as the one that it declares': {
      made: (stage) => {
        const seen = new Set<string>()
        return MADE.only(stage, ({ calls: [call = ''] }) => !seen.has(call) && Boolean(seen.add(call)))
      },
    },
    'a declared write counts as one': {
      accused: (guard, stage) =>
        guard === 'budget'
          ? new Set(
              [...MADE.texts(stage)].flatMap(([call, one]) =>
                /^(INSERT|UPDATE|DELETE|MERGE)/.test(one) ? [call] : [],
              ),
            )
          : accusedBy(guard, stage),
    },
  }

  test.each(Object.entries(BROKEN))('%s', { timeout: 600_000 }, async (_, reading) => {
    const { disagreements } = await tryMany(observable, { units: unit, mode: 'observe', count: 60, reading })
    expect(disagreements.length).toBeGreaterThan(0)
  })
})
