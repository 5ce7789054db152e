import { mutationScore } from '../../record/mutation.ts'
import type { Metric } from './define.ts'

export const guardsMutationScore: Metric = {
  name: 'guards.mutationScore',
  summary:
    'Share of the loosened guards that some trial told from the guard itself. `mettle guards mutate` judges it; other runs do not evaluate it.',
  unit: 'share',
  tag: 'guard',
  countsOpen: true,
  elsewhere: ({ mutation }) =>
    mutation ? undefined : 'No guard was loosened in this run: `mettle guards mutate` judges this gate',
  measure: (trials, { mutation = [] }) => {
    const seats = new Set(trials.flatMap(({ scenario, guards }) => guards.map(({ name }) => `${scenario} ${name}`)))
    const own = mutation.filter(({ scenarios, guard }) =>
      scenarios.some((scenario) => seats.has(`${scenario} ${guard}`)),
    )
    return mutationScore(own) ?? { none: 'no guard of the selected trials was loosened' }
  },
}
