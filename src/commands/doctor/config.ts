import { resolve } from 'node:path'
import { messageOf } from '../../kernel/errors.ts'
import { shortPath } from '../../kernel/short-path.ts'
import { type Config, loadConfig } from '../../scenario/config.ts'
import { findScenarios, loadTasks } from '../../scenario/load.ts'
import type { Diagnosis, Examination } from './check.ts'

/** Loads the project: its config, and each of its scenarios. */
export async function openProject(
  path: string | undefined,
): Promise<{ config: Config | undefined; check: Examination }> {
  try {
    const config = await loadConfig(path)
    return { config, check: { name: 'config', look: () => readScenarios(config) } }
  } catch (thrown) {
    const found = messageOf(thrown)
    const none = path === undefined && found.startsWith('Failed to find a config')
    const finding: Diagnosis = none
      ? { status: 'warn', found: 'there is no mettle.config.ts here', advice: 'mettle init writes one.' }
      : { status: 'fail', found, advice: 'Mend it: nothing can be run before.' }
    return { config: undefined, check: { name: 'config', look: () => finding } }
  }
}

async function readScenarios(config: Config): Promise<Diagnosis> {
  try {
    const found = findScenarios(resolve(config.root, config.scenarios))
    for (const { id, file } of found) await loadTasks(id, file)
    const agents = Object.keys(config.agents).length
    return { status: 'ok', found: `${shortPath(config.file)}, ${found.length} scenarios, ${agents} agents` }
  } catch (thrown) {
    return { status: 'fail', found: messageOf(thrown), advice: 'Mend it: nothing can be run before.' }
  }
}
