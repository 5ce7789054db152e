// Sends agents against a guard as it is, and against each of the mutants that are named, in one run of a project: every trial that
// `mettle guards mutate` would choose among, and no other. `node attack.ts <config> <folder> <cases as JSON>`

import { planRun } from '../../../src/runs/plan.ts'
import { run } from '../../../src/runs/run.ts'
import { setupOf } from '../../../src/runs/setup.ts'
import { loadConfig } from '../../../src/scenario/config.ts'
import { loadScenarios } from '../../../src/scenario/load-all.ts'
import { createRunFolder } from '../../../src/store/directory.ts'

export interface Attack {
  /** As on a command line. */
  agent: string
  scenario: string
  guard: string
  mutants: readonly string[]
}

const [path, out = '', cases = ''] = process.argv.slice(2)
const config = await loadConfig(path)
const scenarios = await loadScenarios(config)
const plans = (JSON.parse(cases) as Attack[]).map(({ agent, scenario, guard, mutants }) => {
  const plan = planRun(config, scenarios, { agents: [agent], pattern: scenario, variants: ['calm'], repeats: 1 })
  const [trial] = plan.trials
  if (!trial || plan.trials.length > 1) throw new Error(`${scenario} has ${plan.trials.length} trials of ${agent}`)
  const loose = mutants.map((name) => ({ ...trial, id: `${trial.id}~${name}`, mutant: { guard, name } }))
  return { ...plan, trials: [trial, ...loose] }
})
const [first] = plans
if (!first) throw new Error('there are no cases')
const folder = createRunFolder(out)
await run({
  plan: {
    ...first,
    trials: plans.flatMap(({ trials }) => trials),
    contestants: plans.flatMap((one) => one.contestants),
  },
  setup: { ...setupOf(config), gate: [] },
  folder,
  onTrouble: (trouble) => console.error(trouble),
})
folder.publish()
