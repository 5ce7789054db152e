import type { z } from 'zod'
import { faults } from '../faults/index.ts'
import { guards } from '../guards/index.ts'
import { suggest } from '../kernel/nearest.ts'
import { fits } from '../kernel/pattern.ts'
import { braced, type Naming, namings } from '../record/names.ts'
import { scorers } from '../scorers/index.ts'
import { collectionsOf } from '../world/collection.ts'
import { MODEL_TARGETS } from '../world/models/model-route.ts'
import type { WorldParts } from '../world/start.ts'

/** A place where a scenario names something of its world. */
interface Mention extends Naming {
  path: PropertyKey[]
  text: string
}

interface Line {
  params?: unknown
  on?: unknown
}

/** What a scenario says, as its author wrote it. */
interface Written {
  models?: Readonly<Record<string, { guards?: Written['guards'] }>>
  guards?: readonly (Line & { use: unknown })[]
  scorers?: readonly (Line & { use: unknown })[]
  variants?: Readonly<Record<string, readonly (Line & { fault?: unknown })[]>>
  legitimate?: readonly (string | { target: string })[]
}

/**
 * The names that nothing in the world answers to, with the nearest that something does.
 * @param value A scenario that compiles, as it was written.
 * @param routes The targets of its APIs.
 */
export function strayNames(
  value: unknown,
  world: WorldParts,
  routes: readonly string[],
): { path: PropertyKey[]; message: string }[] {
  const mentions = mentionsIn(value as Written)
  // A tool that is a statement is seen as the statement.
  const tools = Object.keys({ ...world.tools, ...world.hooks }).map((name) => `tool ${name}`)
  const resources = Object.keys(world.resources ?? {}).map((name) => `resource ${name}`)
  const services = Object.keys(world.services ?? {})
  const connections = services.map((name) => `${name} CONNECT`)
  const targets = [...routes, ...tools, ...resources, ...connections, 'tools LIST', 'resources LIST', ...MODEL_TARGETS]
  const collections = [...collectionsOf(world)].map(({ name }) => name)
  const databases = Object.keys(world.databases)
  // What a call stands for beside itself may be called anything, where nobody says how that begins.
  const anything = declarationsOf(world).some(({ also }) => also !== undefined)
  return mentions.flatMap(({ kind, text, path, elsewhere }) => {
    const [known, separator] = kind === 'target' ? [targets, ' '] : [collections, '.']
    if (elsewhere || (kind === 'target' && anything)) return []
    // What a real server has is known when it runs.
    const served = kind === 'target' && Object.keys(world.mcp ?? {}).length > 0 ? ['tool '] : []
    const stoodFor = kind === 'target' ? beginningsOf(world) : []
    // What is in a database or a service is known when it runs.
    const stores = kind === 'target' ? databases : [...databases, ...services]
    const open = [...stores.map((name) => `${name}${separator}`), ...served, ...stoodFor]
    if (known.some((name) => fits(braced(text), name)) || open.some((start) => mayBegin(text, start))) return []
    const what = kind === 'target' ? 'no API, tool, table or service answers' : 'there is no collection'
    return [{ path, message: `${what} "${text}".${suggest(text, known)}` }]
  })
}

/** Could something that begins so fit the pattern? */
function mayBegin(pattern: string, start: string): boolean {
  const [head = ''] = pattern.split('*')
  return head.startsWith(start) || (head !== pattern && start.startsWith(head))
}

function declarationsOf({ apis, tools }: WorldParts): { also?: unknown }[] {
  const open = Object.values(apis).filter(({ standsFor }) => standsFor === undefined)
  return [...open.flatMap(({ calls }) => Object.values(calls)), ...Object.values(tools)]
}

/** 'forge push ': how names begin that calls stand for. */
function beginningsOf({ apis }: WorldParts): string[] {
  return Object.entries(apis).flatMap(([name, { standsFor = [] }]) => standsFor.map((start) => `${name} ${start}`))
}

function mentionsIn({
  guards: safeguards = [],
  models = {},
  scorers: graded = [],
  variants = {},
  legitimate = [],
}: Written): Mention[] {
  const plans = Object.entries(variants).flatMap(([name, plan]) =>
    plan.map((line, index) => ({ line, path: ['variants', name, index] })),
  )
  return [
    ...safeguards.flatMap(({ use, params }, index) => inParams(use, guards, params, ['guards', index, 'params'])),
    ...Object.entries(models).flatMap(([name, { guards: own = [] }]) =>
      own.flatMap(({ use, params }, index) =>
        inParams(use, guards, params, ['models', name, 'guards', index, 'params']),
      ),
    ),
    ...graded.flatMap(({ use, params }, index) => inParams(use, scorers, params, ['scorers', index, 'params'])),
    ...plans.flatMap(({ line, path }) => [
      ...(typeof line.on === 'string' ? [{ kind: 'target' as const, path: [...path, 'on'], text: line.on }] : []),
      ...inParams(line.fault, faults, line.params, [...path, 'params']),
    ]),
    ...legitimate.map((one, index) => ({
      kind: 'target' as const,
      ...(typeof one === 'string'
        ? { path: ['legitimate', index], text: one }
        : { path: ['legitimate', index, 'target'], text: one.target }),
    })),
  ]
}

function inParams(use: unknown, catalogue: object, params: unknown, path: PropertyKey[]): Mention[] {
  const part = (typeof use === 'string' ? catalogue[use as keyof object] : use) as { params?: z.ZodType } | undefined
  return part?.params && params !== undefined ? inValue(part.params, params, path) : []
}

interface Def {
  innerType?: z.ZodType
  in?: z.ZodType
  shape?: Record<string, z.ZodType>
  element?: z.ZodType
  items?: readonly z.ZodType[]
  valueType?: z.ZodType
  options?: readonly z.ZodType[]
}

/** The names in a value, found by its schema. */
function inValue(schema: z.ZodType, value: unknown, path: PropertyKey[]): Mention[] {
  const naming = namings.get(schema)
  if (naming) return typeof value === 'string' ? [{ ...naming, path, text: value }] : []
  const { innerType, in: input, shape, element, items, valueType, options } = schema.def as Def
  const inner = innerType ?? input
  if (inner) return inValue(inner, value, path)
  if (options)
    return options.filter((option) => option.safeParse(value).success).flatMap((option) => inValue(option, value, path))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => {
    const index = Array.isArray(value) ? Number(key) : key
    const next = shape?.[key] ?? element ?? items?.[Number(key)] ?? valueType
    return next ? inValue(next, member, [...path, index]) : []
  })
}
