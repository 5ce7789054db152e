import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Searched, trialOf, type Ways, waysOf } from '../src/commands/search/performer.ts'
import type { Fault } from '../src/faults/define.ts'
import { faults } from '../src/faults/index.ts'
import { chooseContestants } from '../src/runs/contestants.ts'
import { runAsked } from '../src/runs/run.ts'
import { setupOf } from '../src/runs/setup.ts'
import { loadConfig } from '../src/scenario/config.ts'
import { loadScenarios } from '../src/scenario/load-all.ts'
import { drawnPlans } from '../src/search/draws.ts'
import type { Plan } from '../src/search/plan.ts'
import { nthEntries, placesIn } from '../src/search/sweep.ts'
import type { Told } from '../src/search/told.ts'
import { createRunFolder } from '../src/store/directory.ts'

/** Whose plans are run. */
export interface Whose {
  /** The path of a config. */
  config: string
  scenario: string
  agent: string
}

/** Opens a run in which plans are told by the worker that ran them, or by whole trials. The trial without a fault has run. */
export async function inBothWays(whose: Whose, work: (ways: Ways, calm: Told) => Promise<void>): Promise<void> {
  const place = mkdtempSync(join(tmpdir(), 'mettle-ways-'))
  const folder = createRunFolder(join(place, 'run'))
  try {
    const searched = await searchedIn(whose)
    const setup = { ...setupOf(await loadConfig(resolve(whose.config))), gate: [], limits: {}, workers: 1 }
    const none = { agents: [], scenarios: [], variants: [], models: [], tags: [] }
    const plan = {
      ...{ trials: [trialOf(searched, [], 'agent', 1)], contestants: [searched.agent], seed: '1' },
      ...{ sequential: undefined, known: none },
    }
    const options = { plan, setup, folder, onTrouble: console.error, inPlace: 'search/quick/process' }
    await runAsked(options, async (perform, path, tell) => {
      const ways = waysOf(searched, { perform, folder: path, tell })
      const calm = await ways.whole([], 'agent', 1)
      if (!calm) throw new Error('It did not run without a fault.')
      await work(ways, calm)
    })
  } finally {
    folder.abandon()
    rmSync(place, { recursive: true, force: true })
  }
}

/** Each single fault on each call, then plans of one to three that are drawn. */
export function plansFor(calm: Told, most: number): Plan[] {
  const all = Object.values(faults as Record<string, Fault>).filter(({ control }) => !control)
  const catalogue = new Map(all.map((fault) => [fault.name, fault]))
  const places = placesIn(calm.calls, catalogue)
  const plans: Plan[] = nthEntries(places).map((entry) => [entry])
  for (const plan of drawnPlans(places, { catalogue, most: 3, seed: 1 })) {
    if (plans.length >= most) break
    plans.push(plan)
  }
  return plans.slice(0, most)
}

/** All that a search goes by. Which events a reason cites depends on how rows lie on a disk. */
export function textOf(told: Told | undefined): string | undefined {
  if (!told) return undefined
  const { id, verdict, causes, delivered, calls, replay } = told
  return JSON.stringify({ id, verdict, causes, delivered, calls, replay })
}

async function searchedIn({ config, scenario, agent }: Whose): Promise<Searched> {
  const loaded = await loadConfig(resolve(config))
  const found = (await loadScenarios(loaded)).find(({ id }) => id === scenario)
  const [one] = chooseContestants(loaded, [agent], [])
  if (!found || !one) throw new Error(`There is no ${scenario} for ${agent}.`)
  return { loaded: found, agent: one, saint: undefined, seed: '1' }
}
