import { nameFor } from '../guards/profiles/only-of.ts'
import { digest } from '../kernel/json.ts'
import { suggest } from '../kernel/nearest.ts'
import { PINNED } from '../kernel/surrounding.ts'
import type { Scorer } from '../scorers/define.ts'
import { scorers } from '../scorers/index.ts'
import { collectionsOf } from '../world/collection.ts'
import { documentDigest } from '../world/documents.ts'
import type { WorldParts } from '../world/start.ts'
import { spelledOut } from './approver-code.ts'
import { checkAnswers, checkData, checkDatabases, checkSqlTools } from './check-world.ts'
import { compileGuards, compileProfiles } from './compile-guards.ts'
import { compileVariants } from './compile-plan.ts'
import type { Scenario } from './compiled.ts'
import { explainIssues, type PlaceOf, pathText } from './explain.ts'
import { type Complain, findPart, type Parsed, type Part, readParams, refuse } from './parts.ts'
import { isStatement, knownMembers, scenarioSchema } from './schema.ts'

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
