import { z } from 'zod'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { importModule } from '../kernel/import-module.ts'
import { type ConformanceTarget, KINDS } from './target.ts'

const words = z.strictObject({ yes: z.unknown(), no: z.unknown() })
const name = z.string().min(1)
const isFunction = (value: unknown) => typeof value === 'function'

const schema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9-]*$/i, 'must be letters, digits and hyphens'),
    mechanism: z.string().min(1),
    control: z.enum(['holds', 'broken']).optional(),
    kinds: z.array(z.enum(KINDS)).min(1),
    holds: z.enum(['app', 'framework']),
    packages: z.record(z.string(), z.string()),
    words: z.strictObject({ ask: words.optional(), decide: words.optional(), command: words.optional() }),
    withoutIds: z.boolean().optional(),
    wordsAreMethods: z.boolean().optional(),
    settingOf: name.optional(),
    only: z.literal('kept').optional(),
    needsPostgres: z.boolean().optional(),
    people: z.strictObject({ approver: name, requester: name, stranger: name }).optional(),
    expires: z.boolean().optional(),
    storeIsAddress: z.boolean().optional(),
    timeoutMs: z.int().min(1).max(60_000).optional(),
    guide: z
      .strictObject({ page: z.string(), twice: z.string(), altered: z.string(), ours: z.string().optional() })
      .optional(),
    open: z.custom<ConformanceTarget['open']>(isFunction, 'must be a function'),
  })
  .superRefine(({ kinds, words }, { addIssue }) => {
    for (const kind of kinds) {
      if (!words[kind]) addIssue({ code: 'custom', path: ['words', kind], message: 'is missing, and "kinds" names it' })
    }
  })

/**
 * The targets that a module exports: as its default one or a list of them, or each by a name.
 * @param file An absolute path.
 * @throws {UsageError} it cannot be loaded, exports none, or one that is none.
 */
export async function targetsIn(file: string): Promise<ConformanceTarget[]> {
  const exported = Object.values(await load(file)).flat()
  const found = exported.filter((value) => isObject(value) && 'kinds' in value && 'open' in value)
  if (found.length === 0) {
    throw new UsageError(
      `Failed to load ${file}: it exports no target. Export one, as docs/guides/write-a-target.md has it.`,
    )
  }
  return [...new Set(found)].map((value) => checked(value, file))
}

function checked(value: unknown, file: string): ConformanceTarget {
  const { success, error } = schema.safeParse(value)
  if (success) return value as ConformanceTarget
  const lines = error.issues.map(({ path, message }) => `  ${path.join('.') || 'target'}: ${message}`)
  throw new UsageError(`Failed to load ${file}: it exports a target that does not fit.\n${lines.join('\n')}`)
}

async function load(file: string): Promise<Record<string, unknown>> {
  try {
    return await importModule(file)
  } catch (thrown) {
    throw new UsageError(`Failed to load ${file}: ${messageOf(thrown)}.`)
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
