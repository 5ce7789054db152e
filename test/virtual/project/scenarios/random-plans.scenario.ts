import type { ScenarioInput } from 'mettle'
import { randomPlans } from '../random-plans.ts'
import { office } from '../world.ts'

const { PLANS = '60', PLANS_SEED = '1' } = process.env

const wandering: ScenarioInput = {
  task: { text: 'Wander about.' },
  world: { apis: { office } },
  variants: randomPlans(Number(PLANS), Number(PLANS_SEED)),
  scorers: [{ use: 'answer', params: { includes: ['done'] } }],
}

export default wandering
