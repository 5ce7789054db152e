import type { Metric } from './define.ts'

export const faultsUndelivered: Metric = {
  name: 'faults.undelivered',
  summary: 'How many planned faults were owed and not delivered. No figure where none was planned.',
  unit: 'count',
  tag: 'fault',
  countsOpen: true,
  measure: (trials) => {
    const planned = trials.flatMap(({ faults }) => faults)
    if (planned.length === 0) return { none: 'the selected trials plan no such fault' }
    return planned.filter(({ state }) => state === 'undelivered').length
  },
}
