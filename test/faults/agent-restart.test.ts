import { expect, test } from 'vitest'
import { agentRestart } from '../../src/faults/agent-restart.ts'
import { openLab } from './lab.ts'

test.each([
  ['before', 0, 'the agent was killed before the world had run the call, and started anew'],
  ['after', 1, 'the agent was killed after the world had run the call, and started anew'],
] as const)('the agent is killed %s the call', async (moment, ran, symptom) => {
  const lab = openLab([{ fault: agentRestart, params: { moment } }])
  await expect(lab.send('http')).rejects.toThrow('reset')
  expect(lab.ran()).toBe(ran)
  expect(lab.events().map(({ type }) => type)).toContain('agent-restarted')
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom }])
})

test('nothing goes wrong where the agent cannot be killed, and the fault is owed still', async () => {
  const lab = openLab([{ fault: agentRestart }], { restart: async () => false })
  expect(await lab.send('http')).toMatchObject({ ok: true })
  expect(lab.ran()).toBe(1)
  expect(lab.records()).toMatchObject([{ state: 'undelivered' }])
})
