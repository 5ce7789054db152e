import type { Agent } from 'mettle'
import { boost, tell } from './boost.ts'
import { naiveController } from './controllers.ts'

/** Boosts all campaigns at once, under a controller that checks, acts and records. */
export const run: Agent['run'] = async () => {
  const controller = naiveController(10_000)
  const results = await Promise.allSettled(
    ['spring', 'summer'].map((campaign) => controller.spend(6_000, () => boost(campaign, 6_000))),
  )
  return { output: tell(results) }
}
