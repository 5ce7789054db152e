import { describe, expect, test } from 'vitest'
import type { Fault } from '../../src/faults/define.ts'
import { faults } from '../../src/faults/index.ts'
import { compileScenario } from '../../src/scenario/compile.ts'
import { type PresetName, preset, presets } from '../../src/scenario/presets.ts'
import { openLab } from '../faults/lab.ts'

const names = Object.keys(presets) as PresetName[]
const compile = (variants: unknown) => compileScenario('s', 's.scenario.ts', { task: { text: 'x' }, variants })
const planOf = (entries: unknown) =>
  compile({ one: entries })
    .variants.get('one')
    ?.map(({ fault, ...rest }) => ({ fault: fault.name, ...rest }))

describe.each(names)('%s', (name) => {
  test('is a kebab-case name with a sentence', () => {
    expect(presets[name].name).toBe(name)
    expect(presets[name].summary).toMatch(/^[A-Z].*\.$/)
  })

  test('compiles, by name and in code', () => {
    const plan = planOf([{ preset: name }])
    expect(plan).toHaveLength(presets[name].entries.length)
    expect(plan).toEqual(planOf(preset(name)))
  })

  test('every entry is delivered in a small scenario, and none is owed in vain', async () => {
    for (const seed of ['a', 'b', 'c']) {
      const states = await statesOf(name, seed)
      expect([seed, states]).toEqual([seed, presets[name].entries.map(({ fault }) => `${fault} delivered`)])
    }
  })
})

/** What became of each entry in a shop where two targets are called sixty times each, and each call is made anew. */
async function statesOf(name: PresetName, seed: string): Promise<string[]> {
  const plan = preset(name).map((entry) => ({ ...entry, fault: faults[entry.fault as keyof typeof faults] as Fault }))
  const lab = openLab(plan, { seed })
  for (let round = 0; round < 60; round++) {
    for (const access of ['read', 'write'] as const) {
      const sent = lab.send('http', `shop ${access}`, { access, input: { page: round % 6 } }).catch(() => {})
      await lab.clock.advance(20_000)
      await sent
    }
  }
  return lab.records().map(({ fault, state }) => `${fault} ${state}`)
}

describe('a preset in a plan', () => {
  test('takes its target, beside other entries', () => {
    const plan = planOf([{ fault: 'none' }, { preset: 'brownout', on: 'shop *' }, { fault: 'none', on: 'x' }])
    expect(plan?.map(({ fault, on }) => [fault, on])).toEqual([
      ['none', '*'],
      ['latency', 'shop *'],
      ['unavailable', 'shop *'],
      ['none', 'x'],
    ])
  })

  test.each<[unknown, string]>([
    [
      { preset: 'brown-out' },
      'variants.one[1].preset: there is no preset "brown-out". Did you mean "brownout"? Known: ',
    ],
    [
      { preset: 'brownout', no: 'x' },
      'variants.one[1].no: there is no such setting. Did you mean "on"? Known: preset, on.',
    ],
    [{ fualt: 'none' }, 'variants.one[1].fualt: there is no such setting. Did you mean "fault"?'],
    [{ fault: 'none', when: { nht: 1 } }, 'variants.one[1].when.nht: there is no such setting. Did you mean "nth"?'],
    [{ fault: 'latency', params: { m: 1 } }, 'variants.one[1].params: latency: m: there is no such setting.'],
  ])('%j is refused with its place', (entry, message) => {
    expect(() => compile({ one: [{ preset: 'brownout' }, entry] })).toThrow(message)
  })

  test('an entry that can never run behind one of its entries is named', () => {
    const behind = { fault: 'unavailable', when: { from: 1, to: 3 } }
    expect(() => compile({ one: [{ preset: 'rate-limit-storm' }, behind] })).toThrow('entry 2 (unavailable on "*")')
  })

  test('makes the definition of the entries that it stands for', () => {
    const one = compile({ one: [{ preset: 'brownout' }] }).definition
    expect(compile({ one: preset('brownout') }).definition).toBe(one)
    expect(compile({ one: [{ preset: 'brownout', on: 'shop *' }] }).definition).not.toBe(one)
  })
})
