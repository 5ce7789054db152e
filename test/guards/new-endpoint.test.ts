import { describe, expect, test } from 'vitest'
import { newEndpoint } from '../../src/guards/new-endpoint.ts'
import { guardStage, type Sketch } from '../../src/testing/guard-stage.ts'
import { KNOWN } from './cases/new-endpoint-cases.ts'
import { newEndpointMutants } from './cases/new-endpoint-mutants.ts'

describe('the parameters of new-endpoint', () => {
  test('have defaults', () => {
    expect(newEndpoint.params.parse({})).toEqual({ onNew: 'alert', known: [], accepted: [] })
  })

  test.each([[{ onNew: 'halt' }], [{ known: 1 }], [{ learn: true }]])('%j are refused', (params) => {
    expect(newEndpoint.params.safeParse(params).success).toBe(false)
  })
})

describe('what was accepted', () => {
  const { accepted } = newEndpoint
  const acceptance = { reason: 'looked at', acceptedAt: '2026-01-01T00:00:00Z' }

  test('grows, and keeps why each is there', async () => {
    const stage = guardStage({ guard: newEndpoint, params: {} })
    await stage.cross({ target: 'tool b' })
    const first = accepted?.grow(undefined, [stage.evidence()], acceptance)
    await stage.cross({ target: 'tool a' })
    const second = accepted?.grow(first?.content, [stage.evidence()], { ...acceptance, reason: 'again' })
    expect(second?.added).toEqual(['tool a'])
    expect(second?.content).toEqual({
      schemaVersion: 1,
      endpoints: [
        { endpoint: 'tool a', ...acceptance, reason: 'again' },
        { endpoint: 'tool b', ...acceptance },
      ],
    })
  })

  test.each([[null], [[]], [{ schemaVersion: 2, endpoints: [] }], [{ schemaVersion: 1, endpoints: ['tool a'] }]])(
    'is not read from %j',
    (content) => {
      expect(() => accepted?.read(newEndpoint.params.parse({}), content)).toThrow('no list of endpoints')
    },
  )
})

describe('the oracle of new-endpoint', () => {
  const other: Sketch = { target: 'tool other' }

  test('finds what a guard let through without telling anybody', async () => {
    const mute = newEndpointMutants['tells nobody'] ?? newEndpoint
    const stage = guardStage({ guard: mute, params: KNOWN })
    await stage.cross(other)
    await stage.cross({ target: 'tool act' })
    expect(stage.violations()).toMatchObject([{ calls: ['c1'] }])
  })

  test('finds what was told too late', async () => {
    const stage = guardStage({ guard: newEndpointMutants['tells when it is over'] ?? newEndpoint, params: KNOWN })
    await stage.cross(other)
    expect(stage.violations()).toMatchObject([{ calls: ['c1'] }])
  })

  test('finds everything that ran where it is to be denied', async () => {
    const stage = guardStage({ guard: newEndpoint, params: { ...KNOWN, onNew: 'deny' }, mode: 'observe' })
    await stage.cross(other)
    expect(stage.violations()).toMatchObject([{ calls: ['c1'] }])
  })
})
