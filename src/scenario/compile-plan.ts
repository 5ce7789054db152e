import type { Fault } from '../faults/define.ts'
import { faults } from '../faults/index.ts'
import { unreachableEntries } from '../faults/plan.ts'
import { safeguardFaults } from '../faults/safeguards/index.ts'
import { suggest } from '../kernel/nearest.ts'
import { guardProblems } from './broken-guards.ts'
import type { PlannedFault, Scenario } from './compiled.ts'
import { explainIssues, pathText } from './explain.ts'
import { type Complain, findPart, type Parsed, readParams, refuse } from './parts.ts'
import { type PresetName, preset, presets } from './presets.ts'
import { type Entry, knownMembers, planEntriesSchema } from './schema.ts'

const FAULTS = { ...faults, ...safeguardFaults }

export function compileVariants(
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
