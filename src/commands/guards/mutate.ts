import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../../kernel/errors.ts'
import { suggest } from '../../kernel/nearest.ts'
import { fitsAny } from '../../kernel/pattern.ts'
import { shortPath } from '../../kernel/short-path.ts'
import { visible } from '../../kernel/visible.ts'
import { planSuite } from '../../mutation/agents.ts'
import { mutate } from '../../mutation/mutate.ts'
import { enforcedBy, subjectsOf, type Wanted } from '../../mutation/subject.ts'
import { loadAgentsOf } from '../../runs/load-agents.ts'
import type { Plan } from '../../runs/plan.ts'
import { openRealModels } from '../../runs/real-models.ts'
import { type Config, loadConfig } from '../../scenario/config.ts'
import { loadScenarios } from '../../scenario/load-all.ts'
import { createRunFolder } from '../../store/directory.ts'
import { readGates } from '../../verdict/gate.ts'
import { guardsMutationScore } from '../../verdict/metrics/mutation.ts'
import { catchInterrupts } from '../interrupt.ts'
import { readSetup } from '../run.ts'
import type { SetupFlags } from '../run-flags.ts'
import { readSelection, type SelectFlags } from '../select.ts'
import type { Terminal } from '../terminal.ts'
import { writePage } from '../write-report.ts'
import { listText, mutationJson, mutationText } from './mutate-text.ts'
import { writeFound } from './write-found.ts'

export interface MutateFlags extends SelectFlags, SetupFlags {
  /** Names of guards. */
  guard?: string[]
  /** Globs over names of mutants. */
  mutant?: string[]
  /** How many trials are run with a mutant at the most. */
  most: number
  /** True: printed. A text: written into that file. */
  json?: string | true
}

/**
 * Loosens each guard of a suite, one at a time, and tells which the suite does not notice. Resolves with the exit code: 1 where the score
 * misses a gate, or the harness failed in a trial without a mutant.
 * @throws {UsageError} a name that is not known, or no scenario enforces a guard.
 */
export async function mutateCommand(
  pattern: string | undefined,
  flags: MutateFlags,
  terminal: Terminal,
): Promise<number> {
  const config = await loadConfig(flags.config)
  const out = flags.out ? resolve(flags.out) : join(dirname(resolve(config.root, config.out)), 'mutation')
  const setup = { ...readSetup(flags, config), gate: gatesOf(flags, config) }
  const plan = planSuite(config, await loadScenarios(config), readSelection(config, pattern, flags, out))
  const wanted = wantedOf(flags, plan)
  const listed = subjectsOf(plan.trials, [], wanted)
  if (listed.length === 0) throw new UsageError(nothingToLoosen(flags))
  readGates(setup.gate, { trials: [], planned: plan.trials, known: plan.known })
  if (flags.list) {
    terminal.print(listText(listed))
    return 0
  }
  const real = openRealModels(plan.trials, setup)
  await loadAgentsOf(plan.trials, setup.env)
  using interrupt = catchInterrupts()
  const folder = createRunFolder(out)
  const troubles: string[] = []
  try {
    const startedAt = performance.now()
    const { run, mutants, ran } = await mutate({
      ...{ plan, setup, real, folder, wanted, most: flags.most },
      signal: interrupt.signal,
      onTrouble: (trouble) => troubles.push(trouble),
      onProgress: (phase, done, of) => {
        if (flags.json !== true)
          terminal.status(`  ${phase} mutants: ${done} of ${phase === 'with' ? 'at most ' : ''}${of}`)
      },
    })
    const told = { run, mutants, ran, seconds: (performance.now() - startedAt) / 1000, gated: setup.gate.length > 0 }
    if (flags.json === true) terminal.print(mutationJson(told))
    else terminal.print(mutationText(told, terminal.color))
    const final = folder.publish()
    const page = await writePage(final)
    if (typeof flags.json === 'string') writeFound(flags.json, mutationJson(told))
    if (flags.json !== true) {
      terminal.print(
        `\nReport: ${shortPath(page)}#/guards; trials with mutants: ${shortPath(join(final, 'mutants'))}\n`,
      )
      for (const trouble of troubles) terminal.print(`${visible(trouble)}\n`)
    }
    const failed = run.rows.some(({ verdict }) => verdict === 'error')
    return interrupt.code() ?? (failed || (setup.gate.length > 0 && !run.head.gate.passed) ? 1 : 0)
  } finally {
    folder.abandon()
  }
}

/** A config's gates on what a run comes to are for `mettle run` to judge. */
function gatesOf({ gate }: MutateFlags, config: Config): readonly string[] {
  return gate ?? config.gate.filter((text) => text.trim().startsWith(guardsMutationScore.name))
}

/** @throws {UsageError} no scenario enforces such a guard, or none of its mutants is called that. */
function wantedOf({ guard, mutant }: MutateFlags, { trials }: Plan): Wanted {
  const known = [...new Set(trials.flatMap(({ loaded }) => enforcedBy(loaded).map((use) => use.guard.name)))]
  for (const name of guard ?? []) {
    if (!known.includes(name))
      throw new UsageError(`No scenario here enforces a guard "${name}".${suggest(name, known)}`)
  }
  const isGuard = (name: string) => guard?.includes(name) ?? true
  const names = [...new Set(subjectsOf(trials, [], { guard: isGuard }).map((one) => one.mutant.name))]
  for (const text of mutant ?? []) {
    if (!names.some((name) => fitsAny(text, name)))
      throw new UsageError(`There is no mutant "${text}".${suggest(text, names)}`)
  }
  return { guard: isGuard, mutant: (name) => mutant === undefined || fitsAny(mutant, name) }
}

function nothingToLoosen({ guard }: MutateFlags): string {
  if (guard) return `There is nothing to loosen: the scenarios that enforce ${guard.join(', ')} were filtered out.`
  return (
    'There is nothing to loosen: no scenario here enforces a guard. One in mode observe keeps nothing from happening: ' +
    'there your own safeguard is under test, and mettle cannot loosen that.'
  )
}
