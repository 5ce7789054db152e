import { expect, test } from 'vitest'
import { compileScenario } from '../../src/scenario/compile.ts'
import { inVariant } from '../../src/world/in-variant.ts'

const approver = { answers: ['approve'] as const, by: 'carla', afterMs: 5, variants: { away: ['silent'] as const } }

test('in a variant of its own whoever approves answers otherwise, and is the same person', () => {
  expect(inVariant({ approver }, 'away').approver).toMatchObject({ answers: ['silent'], by: 'carla', afterMs: 5 })
})

test('in every other variant nothing changes', () => {
  const world = { approver }
  for (const name of ['calm', 'constructor', '__proto__'])
    expect(inVariant(world, name).approver?.answers).toEqual(['approve'])
  const nobody = { approver: undefined }
  expect(inVariant(nobody, 'away')).toBe(nobody)
})

test('answers for a variant that there is not are refused when the scenario is loaded', () => {
  const scenario = (variants: object) => ({
    task: { text: 'x' },
    variants: { away: [] },
    world: { approver: { answers: ['approve'], variants } },
  })
  expect(compileScenario('a/b', 'b.ts', scenario({ away: ['silent'] })).world.approver?.variants).toEqual({
    away: ['silent'],
  })
  expect(() => compileScenario('a/b', 'b.ts', scenario({ awya: ['silent'] }))).toThrow(
    /world\.approver\.variants\.awya: there is no variant "awya".*away/s,
  )
  expect(() => compileScenario('a/b', 'b.ts', scenario({ away: ['perhaps'] }))).toThrow(/variants/)
})
