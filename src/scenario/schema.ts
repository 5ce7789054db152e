import { z } from 'zod'
import type { Json } from '../kernel/json.ts'
import { isLocale, isTimeZone } from '../kernel/surrounding.ts'
import { callPattern } from '../record/call-pattern.ts'
import { braced, targetName } from '../record/names.ts'
import { planEntrySchema } from '../record/plan.ts'
import { tierSchema } from '../record/tier.ts'
import { APPROVER_WORDS, type ApproverCode } from '../world/approver.ts'
import { documentDigest } from '../world/documents.ts'
import type { ScriptedModel } from '../world/models/define.ts'
import { type ModelScript, modelOf, modelScriptSchema, realModelSchema } from '../world/models/script.ts'
import { type Service, serviceProblem } from '../world/services/define.ts'

const named = z.union([z.string(), z.custom<object>((value) => typeof value === 'object' && value !== null)])
const params = z.record(z.string(), z.unknown()).default({})

const answers = z.union([
  z.array(z.enum(APPROVER_WORDS)).min(1),
  z
    .custom<ApproverCode>((value) => typeof value === 'function', 'expected what defineApprover returns')
    .meta({ title: 'ApproverCode' }),
])

const limitsSchema = z.strictObject({
  deadlineMs: z.int().min(1).default(60_000),
  virtualDeadlineMs: z.int().min(1).default(86_400_000),
  maxCalls: z.int().min(1).default(1_000),
  maxOutputBytes: z.int().min(1).default(1_000_000),
  maxMemoryBytes: z
    .int()
    .min(1)
    .default(512 * 1024 * 1024),
  freshWorker: z.boolean().default(false),
})

/** Those of one model: what is left out is the scenario's. */
const ownLimits = z.strictObject({
  deadlineMs: limitsSchema.shape.deadlineMs.unwrap().describe('Real time, in ms.').optional(),
  virtualDeadlineMs: limitsSchema.shape.virtualDeadlineMs
    .unwrap()
    .describe("Time on the trial's clock, in ms.")
    .optional(),
  maxCalls: limitsSchema.shape.maxCalls.unwrap().describe('Calls of every channel.').optional(),
  maxOutputBytes: limitsSchema.shape.maxOutputBytes
    .unwrap()
    .describe('What the agent prints and answers, together, in bytes.')
    .optional(),
  maxMemoryBytes: limitsSchema.shape.maxMemoryBytes
    .unwrap()
    .describe("Resident memory of the agent's process, in bytes.")
    .optional(),
  freshWorker: limitsSchema.shape.freshWorker.unwrap().describe('A process of its own for every trial.').optional(),
})

type Members = Record<string, unknown>

/** Parts of a world by name, told by what they must have. */
const byName = (fits: (part: Members) => boolean, expected: string) =>
  z.record(
    z.string(),
    z.custom<object>((value) => typeof value === 'object' && value !== null && fits(value as Members), expected),
  )

function code(expected: string) {
  return z.custom<(input: never) => never>((value) => typeof value === 'function', `expected ${expected}`)
}

function isHandled({ handler, collections }: Members): boolean {
  return typeof handler === 'function' && Array.isArray(collections)
}

/** Is a tool of a scenario's world one that runs a statement? */
export function isStatement({ statement, database }: Members): boolean {
  return typeof statement === 'function' && typeof database === 'string'
}

function isModel(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as Members).policy === 'function'
}

const apis = byName(
  ({ handlers, collections }) => Array.isArray(handlers) && Array.isArray(collections),
  'expected what defineApi returns',
)
const tools = byName(
  (part) => Boolean(part.input) && (isHandled(part) || isStatement(part)),
  'expected what defineTool or defineSqlTool returns',
)
const databases = byName(
  ({ schema, grants }) => Boolean(schema) && Boolean(grants),
  'expected what defineDatabase returns',
)
const services = z.record(
  z.string().regex(/^[a-z][a-z0-9_-]*$/, 'expected a name of a-z, 0-9, "_" and "-"'),
  z.custom<Service>().check((context) => {
    const problem = serviceProblem(context.value)
    if (problem) context.issues.push({ code: 'custom', message: problem, input: context.value })
  }),
)
const model = z.union([
  z.custom<ScriptedModel>(isModel, 'expected what defineModel returns').meta({ title: 'ScriptedModel' }),
  modelScriptSchema,
  realModelSchema,
])
const declaration = z.strictObject({
  access: z.enum(['read', 'write', 'unknown']).optional().describe('What a call does; unknown is taken for a write.'),
  items: code('a function of the input').optional().describe('How many things a call touches.'),
  cost: code('a function of the input').optional().describe('What a call costs at the most.'),
  reason: code('a function of the input').optional().describe('The intention that the agent states.'),
  about: code('a function of the input').optional().describe('The members of the world that a call is about.'),
})
const resources = z.record(
  z.string().regex(/^[\w.-]+$/, 'expected a name of letters, digits, "_", "-" and "."'),
  z
    .strictObject({
      uri: z.url().optional().describe('By what it is read. Default: `world://NAME`.'),
      description: z.string().optional().describe('What it is.'),
      mimeType: z.string().optional().describe("Default: 'text/plain'; for bytes 'application/octet-stream'."),
      text: z
        .union([z.string(), code('a text, or a function that gives one')])
        .optional()
        .describe('What it says. Code sees the world as it is when it is read.'),
      base64: z.base64().optional().describe('Bytes that are no text.'),
    })
    .refine(({ text, base64 }) => (text === undefined) !== (base64 === undefined), 'expected text or base64'),
)
const mcp = z.record(
  z.string(),
  z.strictObject({
    command: z
      .tuple([z.string().min(1)], z.string())
      .describe('What is started, a program and its arguments; `{{tmp}}` is a folder of the trial.'),
    env: z
      .record(z.string(), z.string())
      .optional()
      .describe('Its variables, beside those that find programs and files.'),
    cwd: z.string().optional().describe("Where it is started, from the scenario's folder."),
    tools: z.record(z.string(), declaration).optional().describe('What is said of its tools, by name.'),
  }),
)
const models = z
  .record(z.string(), model)
  .transform((byName) =>
    Object.fromEntries(
      Object.entries(byName).map(([name, one]) => [name, 'turns' in one ? modelOf(name, one as ModelScript) : one]),
    ),
  )

const entrySchema = planEntrySchema.extend({ fault: named })

/** The lines of a plan, presets taken apart. */
export const planEntriesSchema = z.array(entrySchema)
export type Entry = z.output<typeof entrySchema>

const mode = z.enum(['enforce', 'observe']).default('enforce')
const guardUses = z.array(z.strictObject({ use: named, mode, params })).default([])

/** What a config says of one model: plain JSON, for processes that load no config. */
export const servedModelSchema = realModelSchema.extend({
  provider: realModelSchema.shape.provider.optional(),
  guards: z
    .array(
      z.strictObject({
        use: z.string().describe('A guard that ships with mettle.'),
        mode: mode.describe("'observe': nothing is refused, and what it would have done is told."),
        params: z.record(z.string(), z.json()).default({}).describe('Its parameters.'),
      }),
    )
    .default([])
    .describe('Safeguards of its own, in every scenario that has it.'),
  limits: ownLimits.optional().describe("In place of the scenario's."),
})

/** Models of a config, by the name that agents ask for. */
export type Served = Readonly<Record<string, z.output<typeof servedModelSchema>>>

const scorerUses = z
  .array(
    z.strictObject({
      use: named,
      severity: z.enum(['must', 'should']).default('must'),
      params,
      only: z.array(z.string()).optional(),
      except: z.array(z.string()).optional(),
    }),
  )
  .default([])
const legitimate = z.array(callPattern(targetName())).default([])
const requires = z.array(z.string()).default([])
const tags = z.array(z.string().regex(/^[\w:.-]+$/)).default([])
/** What was read from a document is JSON: a large one is not looked through again. */
const members = z.union([
  z.custom<Record<string, Json>>((value) => documentDigest(value) !== undefined).meta({ title: 'Document' }),
  z.record(z.string(), z.json()),
])

/** What a scenario with several tasks says of one of them. */
export const taskLineSchema = z.strictObject({
  id: z
    .string()
    .regex(/^[\w.-]+$/, 'expected a name of letters, digits, "_", "-" and "."')
    .describe("Behind the scenario's id: 'retail/orders/T12'."),
  text: z.string().min(1).optional().describe("In place of the scenario's."),
  data: z.json().optional().describe('What the text is filled with and the agent is told, beside what all tasks have.'),
  world: z
    .strictObject({
      data: z.record(z.string(), z.record(z.string(), z.json())).default({}).describe('Collection -> id -> member.'),
    })
    .optional()
    .describe('Collections that it finds otherwise.'),
  scorers: scorerUses.describe('What is graded in this task alone.'),
  requires: requires.describe('Guards that must decide a call in this task.'),
  legitimate: legitimate.describe('What no guard may deny in this task.'),
  tags: tags.describe('Beside those of the scenario.'),
})
export type TaskLine = z.output<typeof taskLineSchema>

/** The shape of a scenario; what its parts accept is checked when it is compiled. */
export const scenarioSchema = z.strictObject({
  task: z.strictObject({ text: z.string().min(1), data: z.json().default(null) }),
  tasks: z
    .union([z.string(), z.array(taskLineSchema)])
    .optional()
    .describe('Many tasks in one world: a file (JSON, JSON lines, CSV), or a list.'),
  world: z
    .strictObject({
      apis: apis.default({}),
      tools: tools.default({}),
      mcp: mcp.default({}),
      resources: resources.default({}),
      hooks: z
        .record(z.string().min(1), declaration)
        .default({})
        .describe(
          "Tools of the agent's own, by name, for which it asks a permission hook: { Bash: { access: 'write' } }.",
        ),
      databases: databases.default({}),
      services: services.default({}),
      models: models.prefault({}),
      approver: z
        .strictObject({
          answers,
          by: z.string().default('approver'),
          afterMs: z.number().min(0).default(0),
          revokeAfterMs: z.number().min(0).default(0),
          variants: z.record(z.string(), answers).default({}),
        })
        .optional(),
      clock: z.iso.datetime({ offset: true }).optional(),
      timeZone: z.string().refine(isTimeZone, "expected a time zone's name, such as 'Asia/Tokyo'").optional(),
      locale: z.string().refine(isLocale, "expected a language and a region, such as 'de-DE'").optional(),
      data: z.record(z.string(), members).default({}),
    })
    .prefault({}),
  guards: guardUses,
  models: z.record(z.string(), z.strictObject({ guards: guardUses, limits: ownLimits.optional() })).optional(),
  requires,
  variants: z
    .record(
      z.string().regex(/^[a-z0-9-]+$/, 'expected a name of a-z, 0-9 and "-"'),
      z.array(z.union([entrySchema, z.strictObject({ preset: z.string(), on: targetName().default('*') })])),
    )
    .default({}),
  scorers: scorerUses,
  limits: limitsSchema.prefault({}),
  allow: z
    .strictObject({
      childProcesses: z.boolean().default(false),
      workerThreads: z.boolean().default(false),
      nativeCode: z.boolean().default(false),
      lookups: z.boolean().default(false),
    })
    .optional(),
  legitimate,
  volatile: z.array(z.string().regex(/\S/, 'expected the name of a member').overwrite(braced)).optional(),
  saint: z.string().optional(),
  tier: tierSchema.optional(),
  tags,
})

/** The names that an object accepts at a path, for guessing at a misspelt one. `found`: what the user wrote there. */
export function knownMembers(schema: z.ZodType, path: readonly PropertyKey[], found: unknown): string[] {
  let inner: unknown = schema
  for (const key of path) inner = stepInto(unwrap(inner), key)
  const shapes = branches(unwrap(inner)).map((shape) => Object.keys(shape))
  const given = typeof found === 'object' ? Object.keys(found ?? {}) : []
  const fitting = (names: readonly string[]) => names.filter((name) => given.includes(name)).length
  const [meant = []] = shapes.toSorted((a, b) => fitting(b) - fitting(a))
  return fitting(meant) > 0 ? meant : [...new Set(shapes.flat())]
}

/** The shapes of an object, or of all objects in a union. */
function branches(schema: unknown): object[] {
  const { shape, def } = (schema ?? {}) as { shape?: object; def?: { options?: unknown[] } }
  return shape ? [shape] : (def?.options ?? []).flatMap((option) => branches(unwrap(option)))
}

function unwrap(schema: unknown): unknown {
  let inner = schema
  for (;;) {
    const def = (inner as { def?: { innerType?: unknown; in?: unknown } } | undefined)?.def
    // What is turned into something else is known by what it was.
    const within = def?.innerType ?? def?.in
    if (!within) return inner
    inner = within
  }
}

function stepInto(schema: unknown, key: PropertyKey): unknown {
  const { shape, def } = (schema ?? {}) as {
    shape?: Record<PropertyKey, unknown>
    def?: { element?: unknown; valueType?: unknown; options?: unknown[] }
  }
  const inOptions = () => def?.options?.map((option) => stepInto(unwrap(option), key)).find(Boolean)
  return shape?.[key] ?? def?.element ?? def?.valueType ?? inOptions()
}
