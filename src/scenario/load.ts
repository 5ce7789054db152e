import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, resolve, sep } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { noteImport } from '../kernel/import-graph.ts'
import { importModule } from '../kernel/import-module.ts'
import { digestText, type Json } from '../kernel/json.ts'
import { suggest } from '../kernel/nearest.ts'
import { shortPath } from '../kernel/short-path.ts'
import { withApproverCode } from './approver-code.ts'
import { compileScenario } from './compile.ts'
import type { Scenario } from './compiled.ts'
import { type PlaceOf, pathText } from './explain.ts'
import { loadingAdvice } from './loading-advice.ts'
import { strayNames } from './mentions.ts'
import { type OpenedWorld, openApis } from './open-apis.ts'
import { type OneTask, placeWithTask, tasksOf, withDocuments, withTask } from './tasks.ts'

const SUFFIX = /\.scenario\.(ts|mts|js|mjs|yaml|yml)$/
const YAML = /\.ya?ml$/

/** Is a file, by its name, a scenario? */
export function isScenario(file: string): boolean {
  return SUFFIX.test(file)
}

/** Finds scenario files below a folder, in order of their ids. @throws {UsageError} no such folder, or nothing in it. */
export function findScenarios(folder: string): { id: string; file: string }[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new UsageError(`Failed to find scenarios: ${folder} is no folder. Set "scenarios" in mettle.config.ts.`)
  }
  const files = globSync('**/*.scenario.{ts,mts,js,mjs,yaml,yml}', { cwd: folder })
  if (files.length === 0) throw new UsageError(`Failed to find scenarios: ${folder} holds no *.scenario.ts file.`)
  const found = files
    .map((path) => ({ id: path.split(sep).join('/').replace(SUFFIX, ''), file: resolve(folder, path) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  refuseNamesakes(found)
  return found
}

/** Trials go by the id of their scenario. @throws {UsageError} two have the same. */
export function refuseNamesakes(found: readonly { id: string; file: string }[]): void {
  const known = new Map<string, string>()
  for (const { id, file } of found) {
    const other = known.get(id)
    known.set(id, file)
    if (other === undefined) continue
    throw new UsageError(
      `Failed to find scenarios: ${shortPath(other)} and ${shortPath(file)} are both "${id}". Rename one of them.`,
    )
  }
}

/** Loads one scenario, or one task of a scenario that has several. @throws {UsageError} with what does not fit, and where. */
export async function loadScenario(id: string, file: string): Promise<Scenario> {
  const written = await readWritten(file)
  const { tasks } = written
  if (!tasks) return build(id, written)
  const task = tasks.find(({ line }) => id.endsWith(`/${line.id}`))
  if (task) return build(id, written, task)
  throw new UsageError(
    `Failed to load ${written.shown}: it has no task "${id}".${suggest(
      id,
      tasks.map(({ line }) => line.id),
    )}`,
  )
}

/** Loads what a file holds: a scenario for each of its tasks. @throws {UsageError} with what does not fit, and where. */
export async function loadTasks(id: string, file: string): Promise<Scenario[]> {
  const written = await readWritten(file)
  if (!written.tasks) return [await build(id, written)]
  const found: Scenario[] = []
  for (const task of written.tasks) found.push(await build(`${id}/${task.line.id}`, written, task))
  return found
}

/** A scenario as it was written, its files read. */
interface Written {
  file: string
  shown: string
  value: unknown
  place: PlaceOf
  /** Of what lies in other files. */
  digests: readonly string[]
  tasks: OneTask[] | undefined
}

async function readWritten(file: string): Promise<Written> {
  const shown = shortPath(file)
  const { value: read, place } = await readScenario(file, shown)
  const { value: opened, digests } = await resolveParts(read, file, shown, place)
  const value = await withDocuments(opened, dirname(file))
  return { file, shown, value, place, digests, tasks: await tasksOf(value, dirname(file), shown) }
}

async function build(id: string, written: Written, task?: OneTask): Promise<Scenario> {
  const { file, shown } = written
  const [value, place] = task
    ? [withTask(written.value, task), placeWithTask(task, written.place)]
    : [written.value, written.place]
  const scenario = compileScenario(id, shown, value, place)
  const saint = scenario.saint === undefined ? undefined : resolve(file, '..', scenario.saint)
  if (saint !== undefined && !existsSync(saint)) {
    throw new UsageError(`Failed to load ${shown}:\n  ${place(['saint'])}saint: ${scenario.saint} does not exist.`)
  }
  const stray = strayNames(value, scenario.world, await routesOf(scenario, shown))
  if (stray.length > 0) {
    const told = stray.map(({ path, message }) => `  ${place(path)}${pathText(path)}: ${message}`)
    throw new UsageError(`Failed to load ${shown}:\n${told.join('\n')}`)
  }
  const definition = digestText([scenario.definition, readFileSync(file, 'utf8'), ...written.digests].join(''))
  const within = task && { within: id.slice(0, -task.line.id.length - 1) }
  return { ...scenario, ...within, file, saint, definition, task: await renderTask(scenario.task, shown, place) }
}

/** What the file exports, or what it says in YAML, and where. The parser loads for YAML only. */
async function readScenario(file: string, shown: string): Promise<{ value: unknown; place: PlaceOf }> {
  if (YAML.test(file)) {
    const { loadYaml } = await import('./yaml/load-yaml.ts')
    return loadYaml(file, shown, (module) => {
      noteImport(file, module)
      return loadModule(module)
    })
  }
  const module = await loadModule(file)
  if (!('default' in module)) throw new UsageError(`Failed to load ${shown}: it has no default export (a scenario).`)
  return { value: module.default, place: () => '' }
}

/** @throws {UsageError} the module of an approver does not exist or does not load, or the specification of an API does not. */
async function resolveParts(written: unknown, file: string, shown: string, place: PlaceOf): Promise<OpenedWorld> {
  const problems: string[] = []
  const complain = (path: PropertyKey[], message: string) => {
    problems.push(`  ${place(path)}${pathText(path)}: ${message}`)
  }
  const answered = await withApproverCode(written, { folder: dirname(file), load: loadModule, complain })
  const opened = await openApis(answered, dirname(file), complain)
  if (problems.length > 0) throw new UsageError(`Failed to load ${shown}:\n${problems.join('\n')}`)
  return opened
}

/** The targets that its APIs answer. A handler that no request could reach is told. msw is loaded for worlds with APIs only. */
async function routesOf({ world }: Scenario, file: string): Promise<string[]> {
  if (Object.keys(world.apis).length === 0) return []
  const { buildRouter } = await import('../world/apis/router.ts')
  try {
    return buildRouter(world.apis).routes.map(({ target }) => target)
  } catch (thrown) {
    throw new UsageError(`Failed to load ${file}:\n  world.apis: ${messageOf(thrown)}`)
  }
}

/** The one way in which config, scenarios, agents and saints are loaded. @throws {UsageError} where the file does not load. */
export async function loadModule(file: string): Promise<Record<string, unknown>> {
  try {
    return await importModule(file)
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException | undefined | null)?.code
    const advice = loadingAdvice({ message: messageOf(thrown), code })
    throw new UsageError(`Failed to load ${shortPath(file)}: ${messageOf(thrown)}.${advice && ` ${advice}`}`, {
      cause: thrown,
    })
  }
}

/** Fills a task's text from its data. Handlebars is loaded for texts that are templates only. */
async function renderTask(task: { text: string; data: Json }, file: string, place: PlaceOf = () => '') {
  if (!task.text.includes('{{')) return task
  const { default: handlebars } = await import('handlebars')
  try {
    const template = handlebars.compile(task.text, { noEscape: true, strict: true })
    return { ...task, text: template(task.data) }
  } catch (thrown) {
    throw new UsageError(
      `Failed to load ${file}:\n  ${place(['task', 'text'])}task.text: ${explain(messageOf(thrown), task.data)}`,
    )
  }
}

/** Handlebars says of a name that is missing: '"nope" not defined in [object Object] - 1:6'. */
function explain(message: string, data: Json): string {
  const missing = /^"(\w+)" not defined/.exec(message)?.[1]
  const known = typeof data === 'object' && data !== null ? Object.keys(data) : []
  return missing === undefined ? message : `there is no "${missing}" in task.data.${suggest(missing, known)}`
}
