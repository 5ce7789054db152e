// Every face of the package, as a user of TypeScript meets it.
import { type Agent, cents, defineFault, defineGuard, defineScorer, formatMoney, type Json } from 'mettle'
import { agents } from 'mettle/agents'
import { faults, latency, lostReply } from 'mettle/faults'
import { budget, guards } from 'mettle/guards'
import { effects, scorers } from 'mettle/scorers'
import { passHat, wilson } from 'mettle/stats'
import { faultContract, fc, guardContract, scorerContract } from 'mettle/testing'
import { type Trial, trial } from 'mettle/vitest'
import { expect } from 'vitest'
import { z } from 'zod'

export const own = defineFault({
  name: 'own',
  summary: 'Mine.',
  channels: ['http'],
  params: z.strictObject({ ms: z.int().default(1) }),
  arbitrary: (from) => from.record({ ms: from.integer() }),
  detectable: true,
  terminal: true,
  inject:
    ({ ms }) =>
    async (_call, _next, { clock, signal, refuse }) => {
      await clock.sleep(ms, signal)
      return refuse({ status: 503, code: 'own', message: 'Mine.' })
    },
  symptom: (story) => story.delivered?.outcome,
})

export const cap = defineGuard({
  name: 'cap',
  summary: 'Mine.',
  params: z.strictObject({ most: z.int() }),
  start: ({ most }) => ({
    decide: ({ items }) => ({ kind: items > most ? 'deny' : 'allow', reason: 'so' }),
  }),
  violations: ({ calls }) => calls.flatMap(({ call }) => ({ calls: [call.id], message: 'so' })),
})

export const brief = defineScorer({
  name: 'brief',
  summary: 'Mine.',
  params: z.strictObject({}),
  score: ({ answer, events }) => ({ value: 1, pass: answer !== null, reason: 'so', events: [`e${events[0]?.seq}`] }),
})

export const run: Agent['run'] = async (task): Promise<Json> => {
  const contracts = [faultContract(own, fc), scorerContract(brief, fc, [{}])]
  return { text: task.text, price: formatMoney(cents(250)), checks: contracts.flat().length }
}

export async function test(): Promise<Trial> {
  const found = await trial('stock', { agent: 'clerk', variant: 'calm' })
  expect(found).toHavePassed()
  expect(found).toHaveHeld('budget')
  expect(found).not.toHaveDelivered('lost-reply')
  return found
}

export const catalogues = { agents, faults, guards, scorers, latency, lostReply, budget, effects }
export const figures = { wilson, passHat, guardContract }
