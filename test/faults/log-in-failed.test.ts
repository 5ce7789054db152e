import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { SeatedGuard } from '../../src/boundary/decision.ts'
import { connectionLost } from '../../src/faults/connection-lost.ts'
import { logInFailed } from '../../src/faults/log-in-failed.ts'
import { faultContract } from '../../src/testing/fault-contract.ts'
import { openLab } from './lab.ts'

describe('its contract', () => {
  for (const { title, check } of faultContract(logInFailed, fc)) it(title, check)
})

const CONNECT = ['sql', 'shop CONNECT', { opens: true }] as const

test.each([
  ['too-many-connections', '53300', 'sorry, too many clients already'],
  ['starting-up', '57P03', 'the database system is starting up'],
  ['shutting-down', '57P03', 'the database system is shutting down'],
  ['wrong-password', '28P01', 'password authentication failed for user "agent"'],
])('%s is told as the server tells it', async (how, code, message) => {
  const lab = openLab([{ fault: logInFailed, params: { how } }])
  expect(JSON.parse((await lab.send(...CONNECT)).text)).toEqual({ code, message })
  expect(lab.ran()).toBe(0)
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: `no connection: ${how}` }])
})

test.each(['reset', 'no-reply'])('or the connection breaks: %s', async (how) => {
  const lab = openLab([{ fault: logInFailed, params: { how } }])
  await expect(lab.send(...CONNECT)).rejects.toThrow(how)
  expect(lab.ran()).toBe(0)
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: `no connection: ${how}` }])
})

test('statements and connections have faults of their own', async () => {
  const lab = openLab([{ fault: logInFailed }, { fault: connectionLost }])
  expect(JSON.parse((await lab.send(...CONNECT)).text)).toMatchObject({ code: '53300' })
  await expect(lab.send('sql', 'shop UPDATE orders')).rejects.toThrow('reset')
  expect(lab.records()).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }])
  const struck = lab.events().flatMap((event) => (event.type === 'fault' ? [`${event.call} ${event.fault}`] : []))
  expect(struck).toEqual(['c1 log-in-failed', 'c2 connection-lost'])
})

test('no guard is asked about a connection', async () => {
  const asked: string[] = []
  const guard: SeatedGuard = {
    name: 'no',
    mode: 'enforce',
    decide: ({ target }) => {
      asked.push(target)
      return { kind: 'deny', reason: 'no' }
    },
  }
  const lab = openLab([], { guards: [guard] })
  expect(await lab.send(...CONNECT)).toMatchObject({ ok: true })
  expect(await lab.send('sql', 'shop UPDATE orders')).toMatchObject({ ok: false })
  expect(asked).toEqual(['shop UPDATE orders'])
})
