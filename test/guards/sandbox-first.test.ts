import { describe, expect, test } from 'vitest'
import { sandboxFirst } from '../../src/guards/sandbox-first.ts'
import { guardStage, type Sketch } from '../../src/testing/guard-stage.ts'
import { deploy, push, ROLLOUT } from './cases/sandbox-first-cases.ts'

describe('the parameters of sandbox-first', () => {
  const rule = { on: 'tool act' }
  const sandbox = { collection: 'a.b' }
  test.each([
    [{ rules: [] }],
    [{ rules: [{ ...rule, sandbox }] }],
    [{ rules: [{ ...rule, match: { version: 'version' } }] }],
    [{ rules: [{ ...rule, sandbox, match: { '': 'version' } }] }],
    [{ rules: [{ ...rule, unless: {} }] }],
    [{}],
  ])('%j are refused', (params) => {
    expect(sandboxFirst.params.safeParse(params).success).toBe(false)
  })

  test('are taken as a scenario writes them', () => {
    expect(sandboxFirst.params.safeParse(ROLLOUT).success).toBe(true)
  })
})

describe('the oracle of sandbox-first', () => {
  const observed = async (...calls: Sketch[]) => {
    const stage = guardStage({ guard: sandboxFirst, params: ROLLOUT, mode: 'observe' })
    for (const call of calls) await stage.cross(call)
    return stage.violations()
  }

  test('finds what ran without its rehearsal, with its version', async () => {
    const found = await observed(deploy('staging', 'v2'), deploy('production', 'v3'))
    expect(found).toMatchObject([{ calls: ['c2'] }])
    expect(found[0]?.message).toContain('"v3"')
  })

  test('finds a push to main, and none to a branch', async () => {
    expect(await observed(push('main'), push('fix-1'))).toMatchObject([{ calls: ['c1'] }])
  })

  test('finds nothing where staging came first', async () => {
    expect(await observed(deploy('staging', 'v2'), deploy('production', 'v2'))).toEqual([])
  })

  test('finds a staging that came too late', async () => {
    expect(await observed(deploy('production', 'v2'), deploy('staging', 'v2'))).toMatchObject([{ calls: ['c1'] }])
  })
})
