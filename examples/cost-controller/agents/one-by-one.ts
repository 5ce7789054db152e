import type { Agent } from 'mettle'
import { boost, tell } from './boost.ts'
import { naiveController } from './controllers.ts'

/** The quick fix: the same controller, one campaign after the other. */
export const run: Agent['run'] = async () => {
  const controller = naiveController(10_000)
  const results: PromiseSettledResult<string>[] = []
  for (const campaign of ['spring', 'summer']) {
    results.push(...(await Promise.allSettled([controller.spend(6_000, () => boost(campaign, 6_000))])))
  }
  return { output: tell(results) }
}
