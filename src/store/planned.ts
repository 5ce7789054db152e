import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { harmlessJson } from '../kernel/json.ts'
import { writeWhole } from '../kernel/write-whole.ts'
import { type PlannedTrial, plannedTrialSchema } from '../record/run.ts'
import { planOf } from '../record/task.ts'
import { disk, type Files } from './files.ts'
import { eachLine } from './lines.ts'

/** All trials that a run may take, a line each, written before the first of them starts. */
export const PLANNED_FILE = 'planned.jsonl'

/** The same of all shards together, in the folder of one of them. */
export const SUITE_FILE = 'suite.jsonl'

const LINES_A_WRITE = 1_000

/** Writes the plan. It is on the disk by then: records rest on it. Returns its digest. */
export function writePlanned(
  folder: string,
  planned: readonly PlannedTrial[],
  name = PLANNED_FILE,
  files: Files = disk,
): string {
  const digest = createHash('sha256')
  const file = files.open(join(folder, name), 'w')
  try {
    for (let from = 0; from < planned.length; from += LINES_A_WRITE) {
      const lines = planned.slice(from, from + LINES_A_WRITE).map((trial) => `${harmlessJson(planOf(trial))}\n`)
      digest.update(lines.join(''))
      writeWhole(file, Buffer.from(lines.join('')), files.write)
    }
    files.sync(file)
  } finally {
    files.close(file)
  }
  return short(digest.digest('hex'))
}

/** Reads the plan as far as it is one, and its digest as it is now. @throws {UsageError} it is not there. */
export function readPlanned(folder: string, name = PLANNED_FILE): { planned: PlannedTrial[]; digest: string } {
  const path = join(folder, name)
  if (!existsSync(path)) throw new UsageError(`Failed to read a run: ${path} does not exist.`)
  const digest = createHash('sha256')
  const planned: PlannedTrial[] = []
  const share = sharing()
  const end = eachLine(path, (line) => {
    digest.update(`${line}\n`)
    const trial = readTrial(line)
    if (trial) planned.push(share(trial))
    return trial !== undefined
  })
  // What is no plan has no plan's digest.
  return { planned, digest: end === 'whole' ? short(digest.digest('hex')) : '' }
}

function readTrial(line: string): PlannedTrial | undefined {
  try {
    return plannedTrialSchema.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/** A plan has many trials of few names: each name is held once. */
function sharing(): (trial: PlannedTrial) => PlannedTrial {
  const names = new Map<string, string>()
  const lists = new Map<string, string[]>()
  const name = (text: string) => {
    if (!names.has(text)) names.set(text, text)
    return names.get(text) ?? text
  }
  const list = (texts: string[]) => {
    const key = JSON.stringify(texts)
    if (!lists.has(key)) lists.set(key, texts)
    return lists.get(key) ?? texts
  }
  return ({ id, scenario, variant, agent, model, repeat, tags }) => ({
    ...{ id, scenario: name(scenario), variant: name(variant), agent: name(agent) },
    ...{ model: model === null ? null : name(model), repeat, tags: list(tags) },
  })
}

function short(hex: string): string {
  return hex.slice(0, 32)
}
