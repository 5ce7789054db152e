import type { z } from 'zod'
import type { Fault } from '../faults/define.ts'
import { faults } from '../faults/index.ts'
import { unreachableEntries } from '../faults/plan.ts'
import { safeguardFaults } from '../faults/safeguards/index.ts'
import type { Guard } from '../guards/define.ts'
import { guards } from '../guards/index.ts'
import { nameFor, onlyOf } from '../guards/profiles/only-of.ts'
import { UsageError } from '../kernel/errors.ts'
import { digest, type Json } from '../kernel/json.ts'
import { suggest } from '../kernel/nearest.ts'
import { PINNED, type Surrounding } from '../kernel/surrounding.ts'
import type { CallPattern } from '../record/call-pattern.ts'
import type { When } from '../record/plan.ts'
import type { Tier } from '../record/tier.ts'
import type { Scorer } from '../scorers/define.ts'
import { scorers } from '../scorers/index.ts'
import { collectionsOf } from '../world/collection.ts'
import { documentDigest } from '../world/documents.ts'
import type { WorldParts } from '../world/start.ts'
import { spelledOut } from './approver-code.ts'
import { guardProblems } from './broken-guards.ts'
import type { Allowed, Limits } from './define.ts'
import { explainIssues, misfits, type PlaceOf, pathText } from './explain.ts'
import { type PresetName, preset, presets } from './presets.ts'
import { type Entry, isStatement, knownMembers, planEntriesSchema, type Served, scenarioSchema } from './schema.ts'

/** An entry of a plan with its fault found and its parameters read. */
export interface PlannedFault {
  fault: Fault<unknown>
  params: unknown
  on: string
  when: When
  /** As `BoundEntry` has it. */
  drawnAs?: string | undefined
  /** Whose guard it breaks, at the seat 'guard'. Undefined: every one that is enforced. */
  guard?: string | undefined
}

/** A scenario with every name resolved, every default filled in and every parameter checked. */
export interface Scenario {
  /** 'billing/duplicate-charge'; of one of several tasks, that and the task: 'retail/orders/T12'. */
  id: string
  /** Of one of several tasks: the scenario that has them. */
  within?: string
  file: string
  task: { text: string; data: Json }
  world: WorldParts
  /** When the trial's clock starts, ms since 1970; undefined: now. */
  clockStart: number | undefined
  /** What the agent's process finds around it. */
  surrounding: Surrounding
  guards: { guard: Guard<unknown>; mode: 'enforce' | 'observe'; params: unknown }[]
  /** The names of all guards, where a probe leaves some of them out. */
  guardNames?: readonly string[]
  /** Limits that are one model's own, by its name. */
  profiles: ReadonlyMap<string, { [Name in keyof Limits]?: Limits[Name] | undefined }>
  requires: string[]
  variants: ReadonlyMap<string, PlannedFault[]>
  scorers: {
    scorer: Scorer<unknown>
    severity: 'must' | 'should'
    params: unknown
    appliesTo(variant: string): boolean
  }[]
  limits: Limits
  legitimate: CallPattern[]
  /** Ways out that nobody watches and that a trial may use all the same. */
  allow: Partial<Allowed>
  /** Members that no two tries of one thing need to agree in. */
  volatile: readonly string[]
  /** Path of the module that does this scenario right, from the scenario's file; absolute once loaded. */
  saint: string | undefined
  /** The weakest isolation that its agents may have. */
  tier: Tier | undefined
  tags: string[]
  /** Digest of all that the scenario says: trials of two definitions are not compared. */
  definition: string
  /** What a person accepted for it: its guards know it already, and processes that load it anew are told. */
  accepted?: Readonly<Record<string, Json>>
  /** Models of the config: its world has them already, and processes that load it anew are told. */
  served?: Served
}

/** The limits of a trial that is for a model. */
export function limitsFor({ limits, profiles }: Pick<Scenario, 'limits' | 'profiles'>, model: string | null): Limits {
  const own = Object.entries((model !== null && profiles.get(model)) || {}).filter(([, value]) => value !== undefined)
  return { ...limits, ...Object.fromEntries(own) }
}

interface Part {
  name: string
  params: z.ZodType<unknown>
}

/** Collects what is wrong, so that a user sees all of it at once. `at`: a path within `path` that is still closer to it. */
type Complain = (path: PropertyKey[], message: string, at?: PropertyKey[]) => void

/**
 * Checks and resolves what a scenario's file exports.
 * @param place Where a path of the value was written down.
 * @throws {UsageError} with file, path within it, expected and found.
 */
export function compileScenario(id: string, file: string, value: unknown, place: PlaceOf = () => ''): Scenario {
  refuseOldSpelling(file, value, place)
  const parsed = scenarioSchema.safeParse(spellOut(value))
  if (!parsed.success) {
    const known = (path: PropertyKey[], found: unknown) => knownMembers(scenarioSchema, path, found)
    throw refuse(file, explainIssues(parsed.error.issues, value, known, place))
  }
  const problems: string[] = []
  const complain: Complain = (path, message, at = path) => {
    problems.push(`  ${place(at)}${pathText(path)}: ${message}`)
  }
  const scenario = resolveParts(id, file, parsed.data, complain)
  if (problems.length > 0) throw refuse(file, problems.join('\n'))
  return scenario
}

type Parsed = z.output<typeof scenarioSchema>

/** A function alone is an approver. */
function spellOut(value: unknown): unknown {
  const { world } = (value ?? {}) as { world?: { approver?: unknown } | null }
  if (typeof world?.approver !== 'function') return value
  return { ...(value as object), world: { ...world, approver: spelledOut(world.approver) } }
}

/** Tools that are statements were once listed apart. */
function refuseOldSpelling(file: string, value: unknown, place: PlaceOf): void {
  const { world } = (value ?? {}) as { world?: unknown }
  if (typeof world !== 'object' || world === null || !('sqlTools' in world)) return
  const path = ['world', 'sqlTools']
  const told = `${pathText(path)}: these are tools. Write: tools: { name: defineSqlTool({ ... }) }`
  throw refuse(file, `  ${place(path)}${told}`)
}

/** The world serves the calls of some; the calls of others are statements. */
function byKind(tools: Parsed['world']['tools']) {
  const entries = Object.entries(tools)
  return {
    tools: Object.fromEntries(entries.filter(([, tool]) => !isStatement({ ...tool }))),
    sqlTools: Object.fromEntries(entries.filter(([, tool]) => isStatement({ ...tool }))),
  }
}

function resolveParts(id: string, file: string, parsed: Parsed, complain: Complain): Scenario {
  const { task, limits, allow = {}, legitimate, tags } = parsed
  const world = { ...parsed.world, ...byKind(parsed.world.tools) }
  const guardUses = [...compileGuards(parsed.guards, complain), ...compileProfiles(parsed, complain)]
  const variants = compileVariants(parsed.variants, guardUses, complain)
  checkData(world as unknown as WorldParts, complain)
  checkDatabases(world as unknown as WorldParts, complain)
  checkSqlTools(world as unknown as WorldParts, complain)
  const names = [...variants.keys()]
  checkAnswers(world.approver, names, complain)
  return {
    id,
    file,
    task,
    world: { ...world, approver: world.approver } as WorldParts,
    clockStart: world.clock === undefined ? undefined : Date.parse(world.clock),
    surrounding: { timeZone: world.timeZone ?? PINNED.timeZone, locale: world.locale ?? PINNED.locale },
    guards: guardUses,
    profiles: new Map(Object.entries(parsed.models ?? {}).map(([model, { limits: own = {} }]) => [model, own])),
    requires: checkRequires(parsed, complain),
    variants,
    scorers: parsed.scorers.flatMap(({ use, severity, params, only, except }, index) => {
      const scorer = findPart<Scorer<unknown>>(use, scorers, 'scorer', ['scorers', index, 'use'], complain)
      for (const [key, list] of Object.entries({ only, except })) {
        for (const name of list ?? []) {
          if (!names.includes(name))
            complain(['scorers', index, key], `there is no variant "${name}".${suggest(name, names)}`)
        }
      }
      if (!scorer) return []
      const appliesTo = (variant: string) => (only?.includes(variant) ?? true) && !except?.includes(variant)
      return [
        { scorer, severity, params: readParams(scorer, params, ['scorers', index, 'params'], complain), appliesTo },
      ]
    }),
    limits,
    legitimate,
    allow,
    volatile: parsed.volatile ?? [],
    saint: parsed.saint,
    tier: parsed.tier,
    definition: digest([
      id,
      JSON.parse(
        JSON.stringify(
          { ...parsed, variants: named(variants) },
          inShort(collectionsOf(world as unknown as WorldParts)),
        ),
      ),
    ]),
    tags,
  }
}

/**
 * A part of the user's own stands for its name: schemas hold circles once they were used. A handler stands for what it
 * answers to: it remembers that it was called, and where it was made. A collection stands there once, and by its name wherever
 * else it is used: fourteen tools may share a large world.
 */
function inShort(collections: ReadonlySet<object>): (key: string, value: unknown) => unknown {
  const told = new Set<object>()
  return (key, value) => {
    if (typeof value !== 'object' || value === null) return value
    if (key === 'use') return (value as Part).name
    const document = documentDigest(value)
    if (document !== undefined) return document
    if (told.has(value)) return (value as Part).name
    if (collections.has(value)) told.add(value)
    return 'resolver' in value && 'info' in value ? (value.info as { header?: string }).header : value
  }
}

/** Variants as they are run: what a preset stands for may change with mettle. */
function named(variants: Scenario['variants']): [string, object[]][] {
  return [...variants].map(([name, plan]) => [name, plan.map((entry) => ({ ...entry, fault: entry.fault.name }))])
}

/** Answers for a variant that there is not would never be given. */
function checkAnswers(approver: Parsed['world']['approver'], names: readonly string[], complain: Complain): void {
  for (const name of Object.keys(approver?.variants ?? {})) {
    if (names.includes(name)) continue
    complain(['world', 'approver', 'variants', name], `there is no variant "${name}".${suggest(name, names)}`)
  }
}

/** Data for a collection that no API and no tool brings would be lost without a word. */
function checkData(world: WorldParts, complain: Complain): void {
  const known = [...collectionsOf(world)].map(({ name }) => name)
  for (const name of Object.keys(world.data)) {
    if (!known.includes(name)) complain(['world', 'data', name], `there is no such collection.${suggest(name, known)}`)
  }
}

/** Effects go by names: 'shop.orders' is a table of the database `shop`. */
function checkDatabases(world: WorldParts, complain: Complain): void {
  const collections = [...collectionsOf(world)].map(({ name }) => name)
  for (const name of Object.keys(world.services ?? {})) {
    const path = ['world', 'services', name]
    if (Object.hasOwn(world.databases, name)) complain(path, `there is a database "${name}" already`)
    const taken = collections.find((collection) => collection.startsWith(`${name}.`))
    if (taken) complain(path, `the collection "${taken}" begins with that name`)
  }
  for (const name of Object.keys(world.databases)) {
    const path = ['world', 'databases', name]
    if (!/^[a-z][a-z0-9_-]*$/.test(name)) complain(path, 'a database has a name of a-z, 0-9, "_" and "-"')
    const taken = collections.find((collection) => collection.startsWith(`${name}.`))
    if (taken) complain(path, `the collection "${taken}" begins with that name`)
  }
}

/** A tool without its database would be missing in every trial. */
function checkSqlTools({ sqlTools, databases }: WorldParts, complain: Complain): void {
  const known = Object.keys(databases)
  for (const [name, { database }] of Object.entries(sqlTools)) {
    const path = ['world', 'tools', name]
    if (!known.includes(database)) complain(path, `there is no database "${database}".${suggest(database, known)}`)
  }
}

function compileGuards(uses: Parsed['guards'], complain: Complain, within: PropertyKey[] = []): Scenario['guards'] {
  const seen = new Set<string>()
  return uses.flatMap(({ use, mode, params }, index) => {
    const path = [...within, 'guards', index]
    const guard = findPart<Guard<unknown>>(use, guards, 'guard', [...path, 'use'], complain)
    if (!guard) return []
    // Decisions and outcomes go by the guard's name.
    if (seen.has(guard.name)) complain([...path, 'use'], `guard "${guard.name}" is used twice`)
    seen.add(guard.name)
    return [{ guard, mode, params: readParams(guard, params, [...path, 'params'], complain) }]
  })
}

/** Safeguards that are one model's own. */
function compileProfiles({ models = {}, world }: Parsed, complain: Complain): Scenario['guards'] {
  const known = Object.keys(world.models)
  return Object.entries(models).flatMap(([model, { guards: uses }]) => {
    const path = ['models', model]
    if (!known.includes(model)) complain(path, `there is no model "${model}" in world.models.${suggest(model, known)}`)
    return compileGuards(uses, complain, path).map((use) => ({ ...use, guard: onlyOf(use.guard, model) }))
  })
}

/**
 * A scenario whose models have the safeguards and limits that a config gives them. What the scenario itself says of one stands.
 * @throws {UsageError} a guard that there is none of, or parameters that it does not take.
 */
export function withProfiles(scenario: Scenario, models: Served): Scenario {
  const problems: string[] = []
  const complain: Complain = (path, message) => void problems.push(`  ${pathText(path)}: ${message}`)
  const own = Object.entries(models).flatMap(([model, { guards: uses }]) =>
    compileGuards(uses, complain, ['models', model]).map((use) => ({ ...use, guard: onlyOf(use.guard, model) })),
  )
  if (problems.length > 0) throw refuse('the config', problems.join('\n'))
  const taken = new Set(scenario.guards.map(({ guard }) => guard.name))
  const limits = Object.entries(models).map(([model, said]) => [model, said.limits ?? {}] as const)
  const said = Object.entries(models).map(([model, { guards: uses, limits: most }]) => [model, uses, most ?? null])
  if (own.length === 0 && limits.every(([, most]) => Object.keys(most).length === 0)) return scenario
  return {
    ...scenario,
    guards: [...scenario.guards, ...own.filter(({ guard }) => !taken.has(guard.name))],
    profiles: new Map([...limits, ...scenario.profiles]),
    definition: digest([scenario.definition, said]),
  }
}

const FAULTS = { ...faults, ...safeguardFaults }

function compileVariants(
  variants: Parsed['variants'],
  guardUses: Scenario['guards'],
  complain: Complain,
): Map<string, PlannedFault[]> {
  const compiled = new Map<string, PlannedFault[]>([['calm', []]])
  for (const [name, entries] of Object.entries(variants)) {
    const path = ['variants', name]
    const plan = planFrom(takenApart(entries, path, complain), guardUses, path, complain)
    if (name === 'calm' && plan.length > 0) complain(path, 'calm is the variant without faults')
    compiled.set(name, plan)
  }
  return compiled
}

function planFrom(
  entries: readonly [number, Entry][],
  guardUses: Scenario['guards'],
  path: PropertyKey[],
  complain: Complain,
): PlannedFault[] {
  const plan = entries.flatMap(([index, { fault: use, params, on, when, guard }]) => {
    const fault = findPart<Fault<unknown>>(use, FAULTS, 'fault', [...path, index, 'fault'], complain)
    if (!fault) return []
    const read = readParams(fault, params, [...path, index, 'params'], complain)
    const problems = read === undefined ? [] : guardProblems(fault, read, guard, guardUses)
    for (const problem of problems) complain([...path, index, 'guard'], problem)
    return [{ fault, params: read, on, when, ...(guard !== undefined && { guard }) }]
  })
  for (const message of unreachableEntries(plan)) complain(path, message)
  return plan
}

/**
 * Checks and resolves a plan that no scenario lists.
 * @param name What it is called where it is refused.
 * @throws {UsageError} it is none, or names what is not there.
 */
export function compilePlan(name: string, entries: readonly unknown[], guardUses: Scenario['guards']): PlannedFault[] {
  const parsed = planEntriesSchema.safeParse(entries)
  if (!parsed.success)
    throw refuse(
      name,
      explainIssues(parsed.error.issues, entries, (path, found) => knownMembers(planEntriesSchema, path, found)),
    )
  const problems: string[] = []
  const complain: Complain = (path, message) => void problems.push(`  ${pathText(path)}: ${message}`)
  const plan = planFrom([...parsed.data.entries()], guardUses, [], complain)
  if (problems.length > 0) throw refuse(name, problems.join('\n'))
  // When it strikes is no part of that: a smaller plan tells the same lie.
  return plan.map((entry) => ({ ...entry, drawnAs: JSON.stringify([entry.fault.name, entry.params, entry.on]) }))
}

/** The entries of a plan, each with its place in what the user wrote: a preset's all have the preset's. */
function takenApart(uses: Parsed['variants'][string], path: PropertyKey[], complain: Complain): [number, Entry][] {
  return uses.flatMap((use, index): [number, Entry][] => {
    if (!('preset' in use)) return [[index, use]]
    const { preset: name, on } = use
    if (isPreset(name)) return planEntriesSchema.parse(preset(name, on)).map((entry) => [index, entry])
    complain([...path, index, 'preset'], `there is no preset "${name}".${suggest(name, Object.keys(presets))}`)
    return []
  })
}

function isPreset(name: string): name is PresetName {
  return Object.hasOwn(presets, name)
}

function checkRequires({ requires, guards: uses, models = {} }: Parsed, complain: Complain): string[] {
  const nameOf = ({ use }: Parsed['guards'][number]) => (typeof use === 'string' ? use : String((use as Part).name))
  const own = Object.entries(models).flatMap(([model, { guards: some }]) =>
    some.map((use) => nameFor(nameOf(use), model)),
  )
  const names = [...uses.map(nameOf), ...own]
  for (const [index, name] of requires.entries()) {
    if (!names.includes(name)) complain(['requires', index], `no guard "${name}" is used here.${suggest(name, names)}`)
  }
  return requires
}

/** A part by name from its catalogue, or a part of the user's own. */
function findPart<P extends Part>(
  use: unknown,
  catalogue: Readonly<Record<string, unknown>>,
  kind: string,
  path: PropertyKey[],
  complain: Complain,
): P | undefined {
  if (typeof use !== 'string') {
    const { name, params } = use as Partial<Part>
    if (typeof name === 'string' && params) return use as P
    complain(path, `a ${kind} of your own needs a name and params`)
    return undefined
  }
  if (Object.hasOwn(catalogue, use)) return catalogue[use] as P
  complain(path, `there is no ${kind} "${use}".${suggest(use, Object.keys(catalogue))}`)
  return undefined
}

function readParams(part: Part, params: Record<string, unknown>, path: PropertyKey[], complain: Complain): unknown {
  const parsed = part.params.safeParse(params)
  if (parsed.success) return parsed.data
  const known = (inner: PropertyKey[], found: unknown) => knownMembers(part.params, inner, found)
  for (const { path: inner, message } of misfits(parsed.error.issues, params, known)) {
    complain(path, `${part.name}: ${pathText(inner)}: ${message}`, [...path, ...inner])
  }
  return undefined
}

function refuse(file: string, problems: string): UsageError {
  return new UsageError(`Failed to load ${file}:\n${problems}`)
}
