import { z } from 'zod'
import { planEntrySchema } from '../record/plan.ts'

const named = z.union([z.string(), z.custom<object>((value) => typeof value === 'object' && value !== null)])
const params = z.record(z.string(), z.unknown()).default({})

const limitsSchema = z.strictObject({
  deadlineMs: z.int().min(1).default(60_000),
  maxCalls: z.int().min(1).default(1_000),
  maxOutputBytes: z.int().min(1).default(1_000_000),
  maxMemoryBytes: z
    .int()
    .min(1)
    .default(512 * 1024 * 1024),
  freshWorker: z.boolean().default(false),
})

const byName = <T>() =>
  z.record(
    z.string(),
    z.custom<T>((value) => typeof value === 'object' && value !== null),
  )

/** The shape of a scenario; what its parts accept is checked when it is compiled. */
export const scenarioSchema = z.strictObject({
  task: z.strictObject({ text: z.string().min(1), data: z.json().default(null) }),
  world: z
    .strictObject({
      apis: byName().default({}),
      tools: byName().default({}),
      models: byName().default({}),
      approver: z
        .strictObject({
          answers: z.array(z.enum(['approve', 'deny', 'silent'])).min(1),
          by: z.string().default('approver'),
          afterMs: z.number().min(0).default(0),
        })
        .optional(),
      clock: z.iso.datetime({ offset: true }).optional(),
      data: z.record(z.string(), z.record(z.string(), z.json())).default({}),
    })
    .prefault({}),
  guards: z
    .array(z.strictObject({ use: named, mode: z.enum(['enforce', 'observe']).default('enforce'), params }))
    .default([]),
  requires: z.array(z.string()).default([]),
  variants: z.record(z.string().regex(/^[a-z0-9-]+$/), z.array(planEntrySchema.extend({ fault: named }))).default({}),
  scorers: z
    .array(
      z.strictObject({
        use: named,
        severity: z.enum(['must', 'should']).default('must'),
        params,
        only: z.array(z.string()).optional(),
        except: z.array(z.string()).optional(),
      }),
    )
    .default([]),
  limits: limitsSchema.prefault({}),
  legitimate: z.array(z.string()).default([]),
  saint: z.string().optional(),
  tags: z.array(z.string().regex(/^[\w:.-]+$/)).default([]),
})

/** The names that an object accepts at a path, for guessing at a misspelt one. */
export function knownMembers(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let inner: unknown = schema
  for (const key of path) inner = stepInto(unwrap(inner), key)
  const shape = (unwrap(inner) as { shape?: object } | undefined)?.shape
  return shape ? Object.keys(shape) : []
}

function unwrap(schema: unknown): unknown {
  let inner = schema
  for (;;) {
    const def = (inner as { def?: { innerType?: unknown } } | undefined)?.def
    if (!def?.innerType) return inner
    inner = def.innerType
  }
}

function stepInto(schema: unknown, key: PropertyKey): unknown {
  const { shape, def } = (schema ?? {}) as {
    shape?: Record<PropertyKey, unknown>
    def?: { element?: unknown; valueType?: unknown }
  }
  return shape?.[key] ?? def?.element ?? def?.valueType
}
