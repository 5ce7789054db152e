import type { Agent } from 'mettle'
import { boost, tell } from './boost.ts'
import { reservingController } from './controllers.ts'

/** Boosts all campaigns at once. Only an answer that says no proves that nothing was spent. */
export const run: Agent['run'] = async () => {
  const saidNo = (thrown: unknown) => thrown instanceof Error && /^\d{3}$/.test(thrown.message)
  const controller = reservingController(10_000, saidNo)
  const results = await Promise.allSettled(
    ['spring', 'summer'].map((campaign) => controller.spend(6_000, () => boost(campaign, 6_000))),
  )
  return { output: tell(results) }
}
