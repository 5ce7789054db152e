import { UsageError } from '../kernel/errors.ts'
import { isObject } from '../kernel/object.ts'
import { type DocumentRecord, readCollections, readMembers, readRecords } from '../world/documents.ts'
import { explainIssues, type PlaceOf } from './explain.ts'
import { knownMembers, type TaskLine, taskLineSchema } from './schema.ts'

type Members = Record<string, unknown>

/** One task of a scenario: what the scenario says of this task alone, and what to call its place. */
export interface OneTask {
  line: TaskLine
  /** 'tasks.jsonl, task 3'. */
  place: string
}

/**
 * The tasks of a scenario that has several; undefined where it has one.
 * @param folder Of the scenario: paths start there.
 * @throws {UsageError} the file cannot be read, a task does not fit, or two have one id.
 */
export async function tasksOf(value: unknown, folder: string, shown: string): Promise<OneTask[] | undefined> {
  if (!isObject(value) || value.tasks === undefined) return undefined
  const { tasks } = value
  if (typeof tasks !== 'string' && !Array.isArray(tasks))
    throw new UsageError(`Failed to load ${shown}:\n  tasks: expected the path of a file, or a list of tasks.`)
  const lines = typeof tasks === 'string' ? await readRecords(tasks, folder) : (tasks as DocumentRecord[])
  if (lines.length === 0) throw new UsageError(`Failed to load ${shown}:\n  tasks: there is none.`)
  const where = typeof tasks === 'string' ? tasks : 'tasks'
  const read = lines.map((line, index) => readLine(line, `${where}, task ${index + 1}`, shown))
  refuseNamesakes(read, shown)
  return read
}

/**
 * A scenario with one of its tasks in the place of all. The scorers of the task stand before those of the scenario, so that what is told
 * of them counts as the task does.
 */
export function withTask(value: unknown, { line }: OneTask): unknown {
  const { tasks: _, ...scenario } = value as Members
  const task = isObject(scenario.task) ? scenario.task : {}
  const world = isObject(scenario.world) ? scenario.world : {}
  const data = isObject(world.data) ? world.data : {}
  return {
    ...scenario,
    task: { ...task, ...(line.text !== undefined && { text: line.text }), ...dataOf(task.data, line.data) },
    ...((line.world || scenario.world !== undefined) && {
      world: { ...world, data: { ...data, ...line.world?.data } },
    }),
    scorers: [...line.scorers, ...listOf(scenario.scorers)],
    requires: [...listOf(scenario.requires), ...line.requires],
    legitimate: [...listOf(scenario.legitimate), ...line.legitimate],
    tags: [...listOf(scenario.tags), ...line.tags],
  }
}

/** Puts in the members of collections that a scenario names by the files that hold them. @throws {UsageError} they do not. */
export async function withDocuments(value: unknown, folder: string): Promise<unknown> {
  if (!isObject(value) || !isObject(value.world) || value.world.data === undefined) return value
  const { data } = value.world
  const found = isSource(data) ? await readCollections(data, folder) : await eachRead(data, folder)
  return { ...value, world: { ...value.world, data: found } }
}

async function eachRead(data: unknown, folder: string): Promise<unknown> {
  if (!isObject(data)) return data
  const found: Members = {}
  for (const [name, own] of Object.entries(data)) found[name] = isSource(own) ? await readMembers(own, folder) : own
  return found
}

/** Members of a collection are objects: none is the path of a file. */
function isSource(value: unknown): value is string | { file: string; key?: string } {
  return typeof value === 'string' || (isObject(value) && typeof value.file === 'string')
}

/** What all tasks are told, and beside it what this one is told. */
function dataOf(shared: unknown, own: unknown): { data?: unknown } {
  if (own === undefined) return shared === undefined ? {} : { data: shared }
  return { data: isObject(shared) && isObject(own) ? { ...shared, ...own } : own }
}

function readLine(line: unknown, place: string, shown: string): OneTask {
  const parsed = taskLineSchema.safeParse(line)
  if (parsed.success) return { line: parsed.data, place }
  const known = (path: PropertyKey[], found: unknown) => knownMembers(taskLineSchema, path, found)
  throw new UsageError(
    `Failed to load ${shown}:\n${explainIssues(parsed.error.issues, line, known, () => `${place}: `)}`,
  )
}

function refuseNamesakes(tasks: readonly OneTask[], shown: string): void {
  const known = new Map<string, string>()
  for (const { line, place } of tasks) {
    const before = known.get(line.id)
    if (before !== undefined)
      throw new UsageError(`Failed to load ${shown}:\n  ${place}: id: "${line.id}" is that of ${before}, too.`)
    known.set(line.id, place)
  }
}

/** Where a scenario with one of its tasks was written down. */
export function placeWithTask({ line, place }: OneTask, rest: PlaceOf): PlaceOf {
  return (path) => {
    const [member, index] = path
    if (member !== 'scorers' || typeof index !== 'number') return rest(path)
    if (index < line.scorers.length) return `${place}: `
    return rest([member, index - line.scorers.length, ...path.slice(2)])
  }
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
