// Runs saboteurs in shuffled order beside honest agents, with the workers that the runner gives them. Beyond what the
// command line can do: workers that are never retired, as a control. `node attack.ts <options as JSON>`
import { join } from 'node:path'
import { run } from '../../../src/runs/run.ts'
import { schedule } from '../../../src/runs/schedule.ts'
import { setupOf } from '../../../src/runs/setup.ts'
import { configSchema } from '../../../src/scenario/config.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import { createRunFolder } from '../../../src/store/directory.ts'
import type { AttackOptions } from '../attack.ts'

const options: AttackOptions = JSON.parse(process.argv[2] ?? '')
const { saboteurs, hanging, honest, repeats, neverRetire, realTime, workers, seed, out } = options
const load = (id: string) => loadScenario(id, join(import.meta.dirname, `scenarios/${id}.scenario.ts`))
const scenarios = [await load('note'), await load('hang')]

const contestant = (name: string, module: string) => ({
  name,
  model: null,
  source: () => ({ host: 'function', module, export: 'run' }) as const,
})
const contestants = [
  ...[...saboteurs, ...hanging].map((name) =>
    contestant(name, join(import.meta.dirname, `../../../src/agents/saboteurs/${name}.ts`)),
  ),
  ...Array.from({ length: honest }, (_, index) =>
    contestant(`honest-${index + 1}`, join(import.meta.dirname, 'honest.ts')),
  ),
]
const all = schedule({ scenarios, variant: () => true, contestants, repeats, seed, shuffle: true })
const trials = all.filter(({ agent, scenario }) => hanging.includes(agent) === (scenario === 'hang'))
const folder = createRunFolder(out)
await run({
  plan: {
    trials,
    contestants: [],
    seed,
    sequential: undefined,
    known: { agents: [], scenarios: [], variants: [], models: [], tags: [] },
  },
  setup: { ...setupOf(configSchema.parse({ workers })), pool: { neverRetire, realTime } },
  folder,
  onTrouble: (trouble) => console.error(trouble),
})
folder.publish()
