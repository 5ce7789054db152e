import { readdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { MODEL_MODES } from '../../world/models/define.ts'
import { CREATED_KINDS } from '../scaffold/part-name.ts'
import { scripts } from './scripts.ts'

/** What may stand in a place of a command line. */
export interface Suggestion {
  word: string
  about: string
}

/** What a value may be told from. */
export interface Asked {
  /** What stands there so far. */
  word: string
  /** --config, where it was given. */
  config: string | undefined
  /** --run, where it was given. */
  run: string | undefined
}

type Source = (asked: Asked) => Suggestion[] | Promise<Suggestion[]>

const named = (words: Iterable<string>): Suggestion[] => [...new Set(words)].map((word) => ({ word, about: '' }))

async function scenarios({ config: path }: Asked) {
  const [{ loadConfig }, { findScenarios, loadTasks }] = await Promise.all([
    import('../../scenario/config.ts'),
    import('../../scenario/load.ts'),
  ])
  const config = await loadConfig(path)
  const found = findScenarios(resolve(config.root, config.scenarios))
  // One that does not load is no reason to offer nothing of the others.
  const load = async () => {
    const loaded = await Promise.allSettled(found.map(({ id, file }) => loadTasks(id, file)))
    return loaded.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
  }
  return { config, found, load }
}

const agents: Source = async (asked) => {
  const { config } = await scenarios(asked)
  const { SHIPPED, nameIn } = await import('../../agents/names.ts')
  const own = Object.entries(config.agents).map(([name, { model }]) => ({ word: name, about: model ?? '' }))
  return [...own, ...SHIPPED.map(({ name, kind }) => ({ word: nameIn(config.agents, name), about: kind }))]
}

const reporters: Source = async () => {
  const { reports } = await import('../../reports/index.ts')
  return Object.values(reports).map(({ name, summary }) => ({ word: name, about: summary }))
}

const trials: Source = async ({ run = 'reports/latest' }) => {
  const { openRun } = await import('../../store/stored-run.ts')
  return openRun(resolve(run)).rows.map(({ id, verdict }) => ({ word: id, about: verdict }))
}

const variants: Source = async (asked) => {
  const loaded = await (await scenarios(asked)).load()
  return named(loaded.flatMap((scenario) => [...scenario.variants.keys()]))
}

const scenarioIds: Source = async (asked) => named((await scenarios(asked)).found.map(({ id }) => id))

/** Files and folders, as a shell offers them. */
const files: Source = ({ word }) => {
  const folder = word.endsWith('/') ? word : dirname(word)
  const prefix = word.slice(0, word.lastIndexOf('/') + 1)
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .map((entry) => ({ word: `${prefix}${entry.name}${entry.isDirectory() ? '/' : ''}`, about: '' }))
}

/** By the long name of an option. One that is not here takes what nobody can list. */
export const valuesOfOptions: Readonly<Record<string, Source>> = {
  '--agent': agents,
  '--reporter': reporters,
  '--variant': variants,
  '--model': async (asked) => {
    const loaded = await (await scenarios(asked)).load()
    return named(loaded.flatMap(({ world }) => Object.keys(world.models)))
  },
  '--models': () => named(MODEL_MODES),
  '--faults': async () => {
    const { faults } = await import('../../faults/index.ts')
    return Object.values(faults).map(({ name, summary }) => ({ word: name, about: summary }))
  },
  '--tag': async (asked) => {
    const loaded = await (await scenarios(asked)).load()
    return named(loaded.flatMap(({ tags }) => tags))
  },
  '--database': () => named(['embedded', 'embedded:15', 'embedded:16', 'embedded:17', 'embedded:18', 'container']),
  '--reset': () => named(['journal', 'clone']),
  '--config': files,
  '--out': files,
  '--run': files,
  '--baseline': files,
  '--json': files,
  '--markdown': files,
  '--html': files,
}

/** By the name of an argument. */
export const valuesOfArguments: Readonly<Record<string, Source>> = {
  pattern: scenarioIds,
  scenario: scenarioIds,
  trial: trials,
  run: files,
  base: files,
  head: files,
  folder: files,
  kind: () => named(CREATED_KINDS),
  shell: () => named(Object.keys(scripts)),
}
