import { describe, expect, test } from 'vitest'
import { secretsOut } from '../../src/guards/secrets-out.ts'
import { guardStage, replyWith, type Sketch } from '../../src/testing/guard-stage.ts'

const VALUE = 'canary-7f3a-91cd'

describe('the parameters of secrets-out', () => {
  test('name canaries, or number them', () => {
    const named = [{ name: 'key', value: VALUE }]
    expect(secretsOut.params.parse({ canaries: { key: VALUE } }).canaries).toEqual(named)
    const { canaries, allow, channels } = secretsOut.params.parse({ canaries: [VALUE] })
    expect({ canaries, allow, channels }).toEqual({
      canaries: [{ name: 'canary 1', value: VALUE }],
      allow: [],
      channels: undefined,
    })
  })

  test.each([
    [{}],
    [{ canaries: [] }],
    [{ canaries: {} }],
    [{ canaries: ['short'] }],
    [{ canaries: [VALUE], channels: [] }],
    [{ canaries: [VALUE], channel: ['http'] }],
  ])('%j are refused', (params) => {
    expect(secretsOut.params.safeParse(params).success).toBe(false)
  })
})

describe('the oracle of secrets-out', () => {
  async function found(sketch: Sketch, params: object = {}): Promise<string[]> {
    const stage = guardStage({ guard: secretsOut, params: { canaries: { key: VALUE }, ...params }, mode: 'observe' })
    await stage.cross(sketch)
    return stage.violations().map(({ calls, message }) => `${calls.join(' ')}: ${message}`)
  }
  const told = ['c1: tool act was told the secret "key"']

  test('finds it in each recorded place', async () => {
    expect(await found({ input: { deep: [{ note: `x${VALUE.toUpperCase()}` }] } })).toEqual(told)
    expect(await found({ input: { [VALUE]: 1 } })).toEqual(told)
    expect(await found({ input: Buffer.from(`a${VALUE}`).toString('base64') })).toEqual(told)
    expect(await found({ target: `tool ${VALUE}` })).toHaveLength(1)
  })

  test('finds it whatever the world answered: it was told', async () => {
    expect(await found({ input: VALUE, world: () => replyWith('error', {}) })).toEqual(told)
    expect(await found({ input: VALUE, access: 'read', world: () => replyWith('ok', {}) })).toEqual(told)
  })

  test('finds nothing where it may go, nor in what was never sent', async () => {
    expect(await found({ input: VALUE }, { allow: 'tool *' })).toEqual([])
    expect(await found({ input: VALUE, channel: 'model' })).toEqual([])
    expect(await found({ input: VALUE.slice(1) })).toEqual([])
    const enforced = guardStage({ guard: secretsOut, params: { canaries: [VALUE] } })
    await enforced.cross({ input: VALUE })
    expect(enforced.violations()).toEqual([])
  })
})
