import { resolve } from 'node:path'
import { readAccepted } from './accepted.ts'
import type { Scenario } from './compiled.ts'
import type { Config } from './config.ts'
import { findScenarios, loadTasks, refuseNamesakes } from './load.ts'
import { withServed } from './served.ts'

/** Every scenario of a project, with what a person accepted for it. @throws {UsageError} one that does not load. */
export async function loadScenarios({
  root,
  scenarios,
  models,
}: Pick<Config, 'root' | 'scenarios' | 'models'>): Promise<Scenario[]> {
  const found = findScenarios(resolve(root, scenarios))
  const loaded = (await Promise.all(found.map(({ id, file }) => loadTasks(id, file)))).flat()
  refuseNamesakes(loaded)
  return loaded.map((scenario) => withServed(readAccepted(root, scenario), models))
}
