import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { always } from '../src/agents/names.ts'
import { performer, type Running, type Searched, trialOf } from '../src/commands/search/performer.ts'
import { planLines } from '../src/commands/search/search-text.ts'
import type { Fault } from '../src/faults/define.ts'
import { faults } from '../src/faults/index.ts'
import { chooseContestants } from '../src/runs/contestants.ts'
import { runAsked } from '../src/runs/run.ts'
import { setupOf } from '../src/runs/setup.ts'
import { loadConfig } from '../src/scenario/config.ts'
import { loadScenarios } from '../src/scenario/load-all.ts'
import { drawnPlans } from '../src/search/draws.ts'
import type { Found } from '../src/search/found.ts'
import { type Catalogue, isWithin, keyOf, type Plan } from '../src/search/plan.ts'
import { search } from '../src/search/search.ts'
import { placesIn } from '../src/search/sweep.ts'
import type { Perform } from '../src/search/told.ts'
import { createRunFolder } from '../src/store/directory.ts'
import { PLANTED } from './planted.ts'

// Agents with weaknesses that are planted, and the smallest plan that brings each of them to light. `node scripts/planted-search.ts`
// searches for all of them, and draws as many plans by chance beside it. Behind it: trials for each, and 'alone' to draw none.

const PROJECT = join(import.meta.dirname, '../test/e2e/projects/planted')

interface Hunt {
  agent: string
  found: Found
  /** The planted plans that are the plan of a find, each said to be minimal. */
  exact: Plan[]
  /** Of plans drawn by chance: after how many a planted one was within one that failed, and how many faults it had. */
  drawn: { at: number; faults: number } | undefined
}

interface Hunted {
  /** Trials for each agent, and for the plans that are drawn. */
  budget: number
  /** Draws plans beside it, too. */
  drawing: boolean
}

/** Searches for what is planted, all agents side by side in one run. The saint of each scenario is the last. */
async function hunt({ budget, drawing }: Hunted): Promise<Hunt[]> {
  const config = await loadConfig(join(PROJECT, 'mettle.config.ts'))
  const all = await loadScenarios(config)
  const [saint] = chooseContestants({ ...config, agents: {} }, [always('saint')], [])
  const known = Object.values(faults as Record<string, Fault>).filter(({ control }) => !control)
  const catalogue: Catalogue = new Map(known.map((one) => [one.name, one]))
  const wanted = [...Object.keys(PLANTED), ...all.map(({ id }) => `saint ${id}`)]
  const searched = wanted.map((name): Searched => {
    const scenario = PLANTED[name]?.scenario ?? name.replace('saint ', '')
    const loaded = all.find(({ id }) => id === scenario)
    const [agent] = PLANTED[name] ? chooseContestants(config, [name], []) : [saint]
    if (!loaded || !agent) throw new Error(`There is no ${name}.`)
    return { loaded, agent, saint, seed: '1' }
  })
  const hunts: Hunt[] = []
  await inOneRun(searched, async (running) => {
    const one = async (who: Searched, agent: string) => {
      const { plans = [] } = PLANTED[agent] ?? {}
      const own = performer(who, running)
      const found = await search({
        ...{ perform: own, catalogue, saint: true, maxFaults: 3, seed: 1 },
        mayRun: (begun) => begun < budget,
      })
      const exact = plans.filter((plan) =>
        found.finds.some((find) => find.minimal === 'yes' && keyOf(find.plan) === keyOf(plan)),
      )
      hunts.push({ agent, found, exact, drawn: drawing ? await draw(own, plans, catalogue, budget) : undefined })
    }
    await Promise.all(searched.map((who, place) => one(who, wanted[place] ?? '')))
  })
  return wanted.flatMap((name) => hunts.find(({ agent }) => agent === name) ?? [])
}

async function inOneRun(searched: readonly Searched[], ask: (running: Running) => Promise<void>) {
  const place = mkdtempSync(join(tmpdir(), 'mettle-planted-'))
  const folder = createRunFolder(join(place, 'run'))
  try {
    const config = await loadConfig(join(PROJECT, 'mettle.config.ts'))
    const trials = searched.map((who) => trialOf(who, [], 'agent', 1))
    const contestants = [...new Map(searched.map(({ agent }) => [agent.name, agent])).values()]
    const none = { agents: [], scenarios: [], variants: [], models: [], tags: [] }
    await runAsked(
      {
        plan: { trials, contestants, seed: '1', sequential: undefined, known: none },
        setup: { ...setupOf(config), gate: [], limits: {} },
        ...{ folder, onTrouble: (trouble: string) => console.error(trouble), inPlace: 'search/quick/process' },
      },
      (perform, place, tell) => ask({ perform, folder: place, tell }),
    )
  } finally {
    folder.abandon()
    rmSync(place, { recursive: true, force: true })
  }
}

/** What a search by chance alone finds: plans are drawn and run, and none is made smaller. */
async function draw(perform: Perform, planted: readonly Plan[], catalogue: Catalogue, budget: number) {
  const calm = await perform([], 'agent', 1)
  let trials = 1
  for (const plan of drawnPlans(placesIn(calm?.calls ?? [], catalogue), { catalogue, most: 3, seed: 1 })) {
    if (++trials > budget) return undefined
    const told = await perform(plan, 'agent', 1)
    const isFound = planted.some((one) => isWithin(one, plan)) && told?.verdict === 'failed'
    if (isFound) return { at: trials, faults: plan.length }
  }
  return undefined
}

function rowOf({ agent, found, exact, drawn }: Hunt): string {
  const { plans = [] } = PLANTED[agent] ?? {}
  const of = plans.length > 0 ? `${exact.length} of ${plans.length}` : `${found.finds.length} finds`
  const seen = found.finds.map(({ at: trial }) => trial).join(', ') || '-'
  const smallest = found.finds.map(({ plan }) => planLines(plan).join(' + ')).join('; ') || '-'
  const beside = drawn ? `after ${drawn.at}, in a plan of ${drawn.faults}` : plans.length > 0 ? 'not found' : '-'
  return `| ${[agent, of, seen, smallest, found.unsurvivable.length, beside].join(' | ')} |`
}

const startedAt = performance.now()
const [budget = '500', drawing = 'drawing'] = process.argv.slice(2)
const hunts = await hunt({ budget: Number(budget), drawing: drawing === 'drawing' })
console.log('| agent | planted and found | seen after | smallest plans | unsurvivable | by chance alone |')
console.log('| --- | --- | --- | --- | --- | --- |')
for (const one of hunts) console.log(rowOf(one))
const sum = (of: (one: Hunt) => number) => hunts.reduce((total, one) => total + of(one), 0)
const planted = Object.values(PLANTED).flatMap(({ plans }) => plans).length
console.log(
  `\n${budget} trials each: ${sum(({ exact }) => exact.length)} of ${planted} planted found, ` +
    `${sum(({ found }) => found.coverage.tried)} of ${sum(({ found }) => found.coverage.cells)} calls x faults tried, ` +
    `${sum(({ found }) => found.coverage.pairs)} pairs, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`,
)
