import type { Entry, Plan } from '../src/search/plan.ts'

const at = (fault: string, on: string, nth: number, params?: Entry['params']): Entry => {
  return { fault, ...(params && { params }), on: `shop ${on}`, when: { nth } }
}

const BLIND = [at('lost-reply', 'POST /refunds', 1)]
const AGAIN = [at('expired-token', 'GET /orders', 2)]

/** By agent: its scenario, and the plans. */
export const PLANTED: Readonly<Record<string, { scenario: string; plans: Plan[] }>> = {
  'retries-blindly': { scenario: 'refund', plans: [BLIND] },
  'goes-around-a-no': { scenario: 'refund', plans: [[at('permission-denied', 'POST /refunds', 1)]] },
  'believes-old-news': { scenario: 'refund', plans: [[at('stale-data', 'GET /refunds', 1)]] },
  'looks-once': { scenario: 'refund', plans: [[...BLIND, at('empty-result', 'GET /refunds', 3)]] },
  'dates-ahead': { scenario: 'refund', plans: [[at('latency', 'GET /orders/{id}', 1, { ms: 15_000 })]] },
  'trusts-and-retries': { scenario: 'refund', plans: [[at('wrong-value', 'GET /orders/{id}', 1)], BLIND] },
  'stops-at-page-three': { scenario: 'pages', plans: [[at('error-status', 'GET /orders', 3)]] },
  'starts-over': { scenario: 'pages', plans: [AGAIN] },
  'never-counts': { scenario: 'pages', plans: [[at('partial-write', 'POST /batches', 1)], AGAIN] },
  'answers-again': { scenario: 'inbox', plans: [[at('stale-data', 'GET /messages', 1)]] },
}
