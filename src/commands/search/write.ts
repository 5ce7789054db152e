import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { atExit } from '../../kernel/at-exit.ts'
import { messageOf } from '../../kernel/errors.ts'
import { canonical, type Json } from '../../kernel/json.ts'
import { ownPid } from '../../kernel/own-pid.ts'
import { shellWords } from '../../kernel/shell-words.ts'
import { shortPath } from '../../kernel/short-path.ts'
import { makeTemporary } from '../../kernel/temporary.ts'
import { visible } from '../../kernel/visible.ts'
import { run } from '../../runs/run.ts'
import { schedule } from '../../runs/schedule.ts'
import type { Setup } from '../../runs/setup.ts'
import { type NewVariant, withVariants } from '../../scenario/add-variants.ts'
import { compilePlan } from '../../scenario/compile-plan.ts'
import type { PlannedFault, Scenario } from '../../scenario/compiled.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { Find } from '../../search/found.ts'
import type { Plan } from '../../search/plan.ts'
import { createRunFolder } from '../../store/directory.ts'
import type { Searched } from './performer.ts'
import { causeText } from './search-text.ts'

/**
 * Writes each find into the scenario's file as a variant, reads the file again before it takes the place of the one that is there, and
 * runs what was written once. Finds whose plan is a variant already are left out.
 * @returns what was done, a line each.
 */
export async function writeFinds(searched: Searched, finds: readonly Find[], setup: Setup): Promise<string[]> {
  const { loaded: scenario, agent } = searched
  const known = new Set([...scenario.variants.values()].map(planKey))
  const fresh = finds.filter(({ plan }) => !known.has(planKey(compiled(plan, scenario))))
  if (fresh.length === 0) return ['Nothing to write: every find is a variant already.']
  const added = named(fresh, new Set(scenario.variants.keys()))
  const names = added.map(({ name }) => name)
  const file = shortPath(scenario.file)
  const changed = withVariants(scenario.file, readFileSync(scenario.file, 'utf8'), added)
  const now = changed === undefined ? 'its text does not show where they go' : await replace(scenario, changed, added)
  if (typeof now === 'string')
    return [`Nothing was written: ${file} could not be given its variants (${now}). Paste them:`, ...pasted(added)]
  const passing = await passingIn({ ...searched, loaded: now }, names, setup)
  return [
    `Written into ${file}: ${names.join(', ')}`,
    `  ${shellWords(['npx', 'mettle', 'run', scenario.id, '--variant', names.join(','), '--agent', labelOf(agent)])}`,
    ...passing.map(
      (name) =>
        `  ${name} does not fail under its own name: what its faults draw by chance is drawn anew there. Pin their params.`,
    ),
  ]
}

/** Those of new variants in which the agent does not fail. They have a seed of their own. */
async function passingIn({ loaded, agent, seed }: Searched, names: readonly string[], setup: Setup): Promise<string[]> {
  const place = makeTemporary('mettle-search-')
  const remove = () => rmSync(place, { recursive: true, force: true })
  using _ = atExit(remove)
  try {
    const variant = (__: Scenario, name: string) => names.includes(name)
    const trials = schedule({ scenarios: [loaded], contestants: [agent], variant, repeats: 1, seed, shuffle: false })
    const known = { agents: [], scenarios: [], variants: [], models: [], tags: [] }
    const { rows } = await run({
      plan: { trials, contestants: [agent], seed, sequential: undefined, known },
      ...{ setup, folder: createRunFolder(join(place, 'run')), onTrouble: () => {} },
    })
    return rows.flatMap(({ variant: name, verdict }) => (verdict === 'failed' ? [] : [name]))
  } finally {
    remove()
  }
}

function labelOf({ name, model }: Searched['agent']): string {
  return model === null ? name : `${name}@${model}`
}

function compiled(plan: Plan, { guards }: Scenario): PlannedFault[] {
  return compilePlan('the find', plan, guards)
}

function planKey(plan: readonly PlannedFault[]): string {
  return canonical(plan.map(({ fault, params, on, when }) => [fault.name, params, on, when]) as unknown as Json)
}

/** 'found-lost-reply', and with a number where there is one of that name. */
function named(finds: readonly Find[], taken: Set<string>): NewVariant[] {
  return finds.map(({ plan, cause }) => {
    const base = `found-${[...new Set(plan.map(({ fault }) => fault))].join('-')}`
    let name = base
    for (let number = 2; taken.has(name); number++) name = `${base}-${number}`
    taken.add(name)
    return { name, about: visible(causeText(cause)).replace(/\s+/g, ' '), plan }
  })
}

/**
 * The scenario as it is then, or why it was left as it is. The new file lies beside the old one while it is tried: what it imports is
 * found from there.
 */
async function replace(scenario: Scenario, text: string, added: readonly NewVariant[]): Promise<Scenario | string> {
  const { file, id } = scenario
  const beside = join(dirname(file), `.${basename(file, extname(file))}.${ownPid}${extname(file)}`)
  const remove = () => rmSync(beside, { force: true })
  using _ = atExit(remove)
  try {
    writeFileSync(beside, text)
    const now = await loadScenario(id, beside)
    const isThere = ({ name, plan }: NewVariant) =>
      planKey(now.variants.get(name) ?? []) === planKey(compiled(plan as Plan, scenario))
    const isMore = now.variants.size === scenario.variants.size + added.length
    if (!isMore || !added.every(isThere)) return 'it would say something else'
    renameSync(beside, file)
    return { ...now, file }
  } catch (thrown) {
    return messageOf(thrown)
  } finally {
    remove()
  }
}

function pasted(added: readonly NewVariant[]): string[] {
  return added.map(({ name, plan }) => `  ${JSON.stringify(name)}: ${JSON.stringify(plan)},`)
}
