import { approval } from '../../../src/guards/approval.ts'
import { usd } from '../../../src/kernel/money.ts'
import { approvalMutants } from '../cases/approval-mutants.ts'
import { MANY, type Model, type Subject } from './model.ts'

const GRANT_MS = 10_000

/** Writes of more than $5, or of unknown price, need a yes of their own: good for 10 s, for exactly this, once. */
function model(): Model {
  const yeses: { to: string; until: number; by?: string | undefined }[] = []
  const contentOf = (call: { principal: string; target: string; input: unknown; items: number; cost?: unknown }) =>
    JSON.stringify([call.principal, call.target, call.input, call.items, call.cost])
  return {
    decide: (call, now) => {
      if (call.target !== 'tool act' || call.access === 'read' || (call.cost && call.cost.micros <= 5e6)) return 'allow'
      const unused = yeses.find(({ to, until, by }) => to === contentOf(call) && now < until && by === undefined)
      if (!unused) return 'hold'
      unused.by = call.id
      return 'allow'
    },
    answer: (call, said, now) => {
      if (said !== 'yes') return 'deny'
      yeses.push({ to: contentOf(call), until: now + GRANT_MS, by: call.id })
      return 'allow'
    },
    confirm: (call, now) => {
      const yes = yeses.find(({ by }) => by === call.id)
      return yes && now >= yes.until ? 'deny' : 'allow'
    },
    end: (call, how) => {
      const index = yeses.findIndex(({ by }) => by === call.id)
      if (index < 0) return
      // What never ran leaves its yes to the same call under another id.
      if (how === 'never') Object.assign(yeses[index] ?? {}, { by: undefined })
      else yeses.splice(index, 1)
    },
  }
}

export const approvalSubject: Subject = {
  name: 'approval',
  guard: approval,
  params: { on: 'tool act', over: { usd: 5 }, grantMs: GRANT_MS },
  calls: [
    { cost: usd(6), target: 'tool other' },
    { cost: usd(6), input: { to: 'ann' } },
    { cost: usd(6), input: { to: 'ben' } },
    { cost: usd(5) },
    { input: { to: 'ann' } },
    { cost: usd(6), input: { to: 'ann' }, principal: 'agent/helper' },
    { cost: usd(9), access: 'read' },
  ],
  ends: ['ok', 'never', 'error'],
  waits: [7_001],
  said: ['yes', 'no', 'silent', 'itself'],
  model,
  told: [
    'ignores the arguments',
    'ignores the target',
    'ignores who acts',
    'folds accents',
    'minds the order of keys',
    'minds the id of the call',
    'can be used again',
    'takes the approval too late',
    'loses what was not used',
    'takes silence for consent',
    'does not say why',
    'never looks again',
    'never forgets',
  ],
  mutants: approvalMutants,
}

/** More than four things that nobody was asked about, in all the calls of a trial, need a yes. */
function modelOfItems(): Model {
  const unasked = new Map<string, number>()
  const yeses = new Map<string, string>()
  const contentOf = (call: { items: number }) => String(call.items)
  return {
    decide: (call) => {
      const others = [...unasked.values()].reduce((sum, items) => sum + items, 0)
      if (others + call.items <= 4) {
        unasked.set(call.id, call.items)
        return 'allow'
      }
      const unused = [...yeses].find(([key, to]) => key.startsWith('free') && to === contentOf(call))
      if (!unused) return 'hold'
      yeses.delete(unused[0])
      yeses.set(call.id, contentOf(call))
      return 'allow'
    },
    answer: (call, said) => {
      if (said === 'yes') yeses.set(call.id, contentOf(call))
      return said === 'yes' ? 'allow' : 'deny'
    },
    end: (call, how) => {
      const items = unasked.get(call.id)
      if (how === 'never') unasked.delete(call.id)
      else if (items !== undefined && how === 'many') unasked.set(call.id, Math.max(items, MANY))
      const yes = yeses.get(call.id)
      yeses.delete(call.id)
      if (how === 'never' && yes !== undefined) yeses.set(`free ${call.id}`, yes)
    },
  }
}

export const approvalOfItems: Subject = {
  ...approvalSubject,
  name: 'approval of items',
  params: { over: { items: 4, within: 'trial' } },
  calls: [{ items: 1 }, { items: 2 }, { items: 5 }],
  ends: ['ok', 'never', 'error', 'many'],
  waits: [],
  model: modelOfItems,
  told: [
    'ignores who acts',
    'minds the id of the call',
    'can be used again',
    'takes the approval too late',
    'loses what was not used',
    'takes silence for consent',
    'does not say why',
  ],
}
