import { type Evidence, gatherEvidence } from '../../src/trace/evidence.ts'
import { type Change, traceOf } from './trace-of.ts'

const CONTENTS = {
  tables: {
    orders: { 1: { id: 1, total: 10 }, 2: { id: 2, total: 20 } },
    other: { 1: { id: 1 }, 2: { id: 2 } },
  },
  partial: [],
  // The second order goes; how many failed is 7.
  reference: { orders: { 1: { id: 1, total: 10 } }, truth: { 1: { id: 1, failed: 7, code: 'E7', codes: [7, 7, 9] } } },
}

/** A trial on a database with a reference, and an API without one. */
export function referenceOf(effects: readonly Change[], answer = 'done'): Evidence {
  const events = traceOf({ world: { 'payments.refunds': {} } })
    .call('shop DELETE orders', { effects: [...effects] })
    .answer(answer)
    .events()
  const [started, ...rest] = events
  if (started?.type !== 'trial-started') throw new Error('it did not start')
  return gatherEvidence([{ ...started, databases: { shop: 'd1' } }, ...rest], () => CONTENTS)
}
