import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/boundary/call.ts'
import type { GuardState } from '../../src/boundary/decision.ts'
import { defineGuard, type Guard } from '../../src/guards/define.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { guardStage, type Sketch } from '../../src/testing/guard-stage.ts'

const guard = (state: GuardState): Guard =>
  defineGuard({
    name: 'own',
    summary: 'Mine.',
    params: { parse: () => ({}) } as never,
    start: () => state,
    violations: () => [],
  })
const allow: GuardState['decide'] = () => ({ kind: 'allow', reason: 'yes' })

async function settled(state: GuardState, sketch: Sketch = {}, mode: 'enforce' | 'observe' = 'enforce') {
  const clock = manualClock()
  const stage = guardStage({ guard: guard(state), params: {}, clock, mode })
  const crossing = stage.cross(sketch)
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate)
  await clock.advance(30_000)
  const reply = await crossing
  const faults = stage.events.flatMap((event) =>
    event.type === 'harness-fault' ? [`${event.where}: ${event.message}`] : [],
  )
  return { ran: stage.evidence().effects.length, reply, faults }
}

describe('a guard that fails lets nothing run', () => {
  test('its concerns throws', async () => {
    const concerns = () => {
      throw new Error('broken')
    }
    expect(await settled({ decide: allow, concerns })).toMatchObject({ ran: 0, faults: ['guard own: broken'] })
    expect(await settled({ decide: allow, concerns: () => true })).toMatchObject({ ran: 1, faults: [] })
  })

  test("its decide never answers: its failure, and not the agent's", async () => {
    const decide = () => new Promise<never>(() => {})
    const fault = 'guard own: it had not answered after 30000 ms'
    expect(await settled({ decide })).toMatchObject({ ran: 0, faults: [fault] })
    expect(await settled({ decide }, {}, 'observe')).toMatchObject({ ran: 1, faults: [fault] })
  })

  test('its decide never answers a client that gave up before the trial ended', async () => {
    const stage = guardStage({ guard: guard({ decide: () => new Promise<never>(() => {}) }), params: {} })
    const client = new AbortController()
    const crossing = stage.cross({ signal: client.signal })
    client.abort(new Error('enough'))
    stage.trial.abort(new Error('The trial is over'))
    await crossing
    expect(stage.events.filter(({ type }) => type === 'harness-fault')).toHaveLength(1)
  })

  test('its inspect never answers', async () => {
    const inspect = () => new Promise<never>(() => {})
    const statement = { channel: 'sql', target: 'stage INSERT done' } as const
    expect(await settled({ decide: allow, inspect }, statement)).toMatchObject({
      ran: 0,
      faults: [expect.stringMatching('own')],
    })
  })

  test('positive control: one that takes its time is waited for', async () => {
    const decide = async () => {
      await null
      return { kind: 'allow', reason: 'slow' } as const
    }
    expect(await settled({ decide })).toMatchObject({ ran: 1, faults: [] })
  })
})

describe('a call is as it was proposed', () => {
  const rewriting = (change: (call: Call) => void): GuardState => ({
    decide: (call) => {
      change(call)
      return { kind: 'allow', reason: 'and more' }
    },
  })
  const input = () => ({ amount: 1, list: [{ deep: [1] }] })
  const changes: [string, (call: never) => void][] = [
    ['a member', (call: { input: { amount: number } }) => (call.input.amount = 99)],
    ['a list inside', (call: { input: { list: { deep: number[] }[] } }) => call.input.list[0]?.deep.push(2)],
    ['the input', (call: { input: object }) => (call.input = { amount: 99 })],
    ['the target', (call: { target: string }) => (call.target = 'tool other')],
  ] as never

  test.for(changes)('a guard that changes %s fails', async ([, change]) => {
    let ran: unknown
    const world = (call: Call) => {
      ran = call.input
      return { kind: 'ok', output: { content: {} } } as const
    }
    const { faults } = await settled(rewriting(change as (call: Call) => void), { input: input(), world })
    expect(faults).toHaveLength(1)
    expect(ran).toBeUndefined()
  })

  test('positive control: one that changes a copy does not', async () => {
    const copying = rewriting((call) => void Object.assign({ ...call }, { target: 'tool other' }))
    expect(await settled(copying, { input: input() })).toMatchObject({ ran: 1, faults: [] })
  })
})
