import { beforeAll, describe, expect, test } from 'vitest'
import { agents } from '../../src/agents/index.ts'
import { type AttackedTrial, attack } from './attack.ts'

/** The whole count runs with METTLE_PROVE=1. */
const PROVE = process.env.METTLE_PROVE === '1'
const [REAL, VIRTUAL] = PROVE ? [20, 5] : [1, 1]
const REPEATS = REAL + VIRTUAL
const HONEST = 6
const DEADLINE_MS = 700
const SETTINGS = { repeats: REAL, workers: 2, seed: '1', neverRetire: false, realTime: true }

const saboteurs = Object.entries(agents).flatMap(([name, about]) =>
  about.kind === 'saboteur' ? [{ name, ...about }] : [],
)
/** What breaks its own trace leaves one that verifies up to the break. */
const BREAKS_ITS_TRACE = ['forger']

let attacked: AttackedTrial[]
/** The trace hash of an honest trial that runs alone. */
let alone: string | undefined

const hangs = (end: string) => end.includes('passed its deadline')
const isHonest = ({ record }: AttackedTrial) => record.agent.startsWith('honest')
const trialsOf = (name: string) => attacked.filter(({ record }) => record.agent === name)

/** Honest trials that did not come out as they do alone. */
function affected(trials: AttackedTrial[]): string[] {
  const honest = trials.filter(isHonest)
  const changed = honest.filter(({ record }) => record.verdict !== 'passed' || record.traceHash !== alone)
  return changed.map(({ record }) => `${record.id}: ${record.verdict}, ${record.reason}`)
}

beforeAll(async () => {
  const [only] = await attack({ ...SETTINGS, saboteurs: [], hanging: [], honest: 1, repeats: 1 })
  alone = only?.record.traceHash
  const { hanging = [], others = [] } = Object.groupBy(saboteurs, ({ expect: end }) =>
    hangs(end) ? 'hanging' : 'others',
  )
  const names = { saboteurs: others.map(({ name }) => name), hanging: hanging.map(({ name }) => name) }
  attacked = [
    ...(await attack({ ...SETTINGS, ...names, honest: HONEST })),
    ...(await attack({ ...SETTINGS, ...names, honest: HONEST, repeats: VIRTUAL, realTime: false })),
  ]
  console.log(summarize())
}, 3_600_000)

describe.each(saboteurs)('$name', ({ name, expect: expected }) => {
  test(`ends as ${expected}`, () => {
    const [verdict, said = ''] = expected.split(': ')
    expect(trialsOf(name)).toHaveLength(REPEATS)
    for (const { record } of trialsOf(name)) {
      expect(`${record.verdict}: ${record.reason}`).toContain(`${verdict}: `)
      expect(record.reason).toMatch(new RegExp(said.replaceAll(' or ', '|')))
    }
  })
})

test('no honest trial beside them is affected', () => {
  expect(attacked.filter(isHonest)).toHaveLength(HONEST * REPEATS)
  expect(affected(attacked)).toEqual([])
})

test('no trace is lost: each fits its chain and ends with the end of its trial', () => {
  const sound = attacked.filter(({ record }) => !BREAKS_ITS_TRACE.includes(record.agent))
  for (const { record, problem, last } of sound) {
    expect(problem, record.id).toBeUndefined()
    expect(last, record.id).toBe('trial-ended')
  }
})

test.each(BREAKS_ITS_TRACE)('what %s has broken still fits its chain up to the break', (name) => {
  for (const { record, problem, last } of trialsOf(name)) {
    expect(record.error).toMatch(/line \d+ does not fit the chain/)
    expect(problem).toBeUndefined()
    expect(record.chain.count).toBeGreaterThan(0)
    expect(last).not.toBe('trial-ended')
  }
})

test('no agent learns the nonce of its chain', () => {
  for (const { record } of attacked) expect(JSON.stringify(record.answer)).not.toContain(record.chain.nonce)
})

test('a deadline is kept, on a loaded machine within seconds', () => {
  // Those who pass it would never end. What is done in a second may take ten times as long on a crowded machine.
  expect(overruns().length).toBeGreaterThan(0)
  expect(Math.max(...overruns())).toBeLessThan(PROVE ? 3_000 : 30_000)
})

test('without retirement honest trials are affected', async () => {
  const lasting = { saboteurs: ['late-bomb', 'late-killer', 'squatter'], hanging: [] }
  const settings = { ...SETTINGS, ...lasting, honest: 2, repeats: 2, workers: 1 }
  expect(affected(await attack(settings))).toEqual([])
  expect(affected(await attack({ ...settings, neverRetire: true }))).not.toEqual([])
})

/** How much longer than their deadline the trials ran that passed it, in ms. */
function overruns(): number[] {
  const late = attacked.filter(({ record }) => record.scenario === 'hang' && hangs(record.reason))
  return late.map(({ record }) => record.usage.wallMs - DEADLINE_MS)
}

function summarize(): string {
  const rows = saboteurs.map(({ name, attacks, expect: expected }) => {
    const reasons = new Set(trialsOf(name).map(({ record }) => `${record.verdict}: ${record.reason.slice(0, 70)}`))
    return `${name.padEnd(18)} x${trialsOf(name).length}  ${expected.padEnd(40)}  ${attacks.slice(0, 50)}\n${[...reasons].map((reason) => `    ${reason}`).join('\n')}`
  })
  const honest = attacked.filter(isHonest)
  const figures = [
    `honest trials affected: ${affected(attacked).length} of ${honest.length}`,
    `deadline overrun p100: ${Math.max(...overruns())} ms`,
  ]
  return [...rows, ...figures].join('\n')
}
