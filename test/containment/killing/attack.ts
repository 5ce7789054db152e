// Runs saboteurs in shuffled order beside honest agents, with the workers that the runner gives them. Beyond what the
// command line can do: workers that are never retired, as a control. `node attack.ts <options as JSON>`
import { join } from 'node:path'
import { run } from '../../../src/runner/run.ts'
import { schedule } from '../../../src/runner/schedule.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import { createRunFolder } from '../../../src/store/directory.ts'
import type { AttackOptions } from '../attack.ts'

const { saboteurs, honest, repeats, neverRetire, workers, seed, out }: AttackOptions = JSON.parse(process.argv[2] ?? '')
const scenario = await loadScenario('note', join(import.meta.dirname, 'scenarios/note.scenario.ts'))

const contestant = (name: string, module: string) => ({ name, model: null, module: () => module, export: 'run' })
const contestants = [
  ...saboteurs.map((name) => contestant(name, join(import.meta.dirname, `../../../src/agents/saboteurs/${name}.ts`))),
  ...Array.from({ length: honest }, (_, index) =>
    contestant(`honest-${index + 1}`, join(import.meta.dirname, 'honest.ts')),
  ),
]
const all = { scenarios: [scenario], variant: () => true, contestants, repeats, seed, shuffle: true }
const folder = createRunFolder(out)
const record = await run({
  trials: schedule(all),
  workers,
  seed,
  gate: [],
  known: { agents: [], scenarios: [], variants: [], models: [], tags: [] },
  secrets: [],
  agents: [],
  version: '0',
  folder,
  signal: new AbortController().signal,
  onTrial: () => {},
  pool: { neverRetire },
})
folder.write('run.json', JSON.stringify(record))
folder.publish()
