import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { comparisonSchema } from '../record/comparison.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { RunHead } from '../record/run.ts'
import type { Compared, StoredRun } from '../reports/define.ts'
import { pagesBeside } from './beside.ts'

/** Beside run.json, where the run was compared with another one for its page. */
const FILE = 'comparison.json'

const kind = z.strictObject({
  action: z.string(),
  access: z.enum(['read', 'write', 'unknown']),
  ...{ calls: z.number(), share: z.number(), success: z.number(), error: z.number(), denied: z.number() },
  ...{ rejection: z.number().optional(), retries: z.number(), costPerTask: z.number() },
})
const place = z.string().nullable()
const comparedSchema = z.strictObject({
  comparison: comparisonSchema,
  behind: z.array(
    z.strictObject({
      partings: z.array(
        z.strictObject({
          ...{ base: z.string(), head: z.string(), left: z.string().nullable(), right: z.string().nullable() },
          places: z.strictObject({ base: place, head: place }),
        }),
      ),
      actions: z.strictObject({ base: z.array(kind).nullable(), head: z.array(kind).nullable() }),
    }),
  ),
})

/** A run as a report takes it, with its comparison where it was compared. */
export function storedRun(folder: string, run: KeptRun): StoredRun {
  const comparison = readComparison(join(folder, FILE), run.head)
  return { ...run, ...(comparison && { comparison }), beside: pagesBeside(folder) }
}

/** Keeps a comparison in the run's folder: the run that it was held against may be gone when the page is built again. */
export function keepComparison(folder: string, compared: Compared): void {
  writeFileSync(join(folder, FILE), `${JSON.stringify(compared)}\n`)
}

/** @throws {Error} the file is not what a run keeps. */
function readComparison(file: string, { id }: RunHead): Compared | undefined {
  if (!existsSync(file)) return undefined
  const read = comparedSchema.safeParse(parse(readFileSync(file, 'utf8')))
  if (!read.success || read.data.comparison.head.run !== id) {
    throw new Error(`Failed to read ${file}: it is no comparison of this run. Remove it to build the page without one.`)
  }
  return read.data as Compared
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
