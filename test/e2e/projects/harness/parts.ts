import { defineFault, defineGuard, defineScorer, type ScenarioInput } from 'mettle'
import { z } from 'zod'
import { desk } from './world.ts'

const none = z.strictObject({})

const broken = (): never => {
  throw new Error('a bug of ours')
}

/** A guard that fails at one of its jobs. */
export const guardThatFailsTo = (job: 'decide' | 'settle' | 'judge') =>
  defineGuard({
    name: `fails-to-${job}`,
    summary: 'Fails.',
    params: none,
    start: () => ({
      decide: job === 'decide' ? broken : () => ({ kind: 'allow', reason: 'fine' }),
      settle: job === 'settle' ? broken : () => {},
    }),
    violations: job === 'judge' ? broken : () => [],
  })

export const brokenFault = defineFault({
  name: 'broken-fault',
  summary: 'Fails.',
  channels: ['http'],
  params: none,
  arbitrary: (fc) => fc.constant({}),
  detectable: true,
  terminal: false,
  inject: () => broken,
  symptom: () => undefined,
})

export const brokenScorer = defineScorer({ name: 'broken-scorer', summary: 'Fails.', params: none, score: broken })

/** The same task everywhere, with one part that is broken. */
export function scenarioWith(parts: Partial<ScenarioInput>): ScenarioInput {
  const { scorers = [], ...rest } = parts
  const params = { expect: [{ collection: 'desk.notes', op: 'create', count: 1 }], others: 'forbid' }
  return {
    task: { text: 'Look into the drawer, and leave a note.' },
    world: { apis: { desk } },
    scorers: [{ use: 'effects', params }, ...scorers],
    ...rest,
  }
}
