import { dirname, join, resolve } from 'node:path'
import { always } from '../../agents/names.ts'
import type { Fault } from '../../faults/define.ts'
import { faults } from '../../faults/index.ts'
import { safeguardFaults } from '../../faults/safeguards/index.ts'
import { UsageError } from '../../kernel/errors.ts'
import { suggest } from '../../kernel/nearest.ts'
import { fits } from '../../kernel/pattern.ts'
import { createRandom } from '../../kernel/random.ts'
import { shortPath } from '../../kernel/short-path.ts'
import { visible } from '../../kernel/visible.ts'
import { plural } from '../../reports/text/quantity.ts'
import { basisOf } from '../../runs/basis.ts'
import { chooseContestants } from '../../runs/contestants.ts'
import { loadAgentsOf } from '../../runs/load-agents.ts'
import { isNamed, noScenarioFits } from '../../runs/plan.ts'
import { openRealModels } from '../../runs/real-models.ts'
import { runAsked } from '../../runs/run.ts'
import { type Config, loadConfig } from '../../scenario/config.ts'
import { loadScenarios } from '../../scenario/load-all.ts'
import type { Found } from '../../search/found.ts'
import type { Catalogue } from '../../search/plan.ts'
import { search } from '../../search/search.ts'
import { createRunFolder, takeUpRunFolder } from '../../store/directory.ts'
import { readHead } from '../../store/head.ts'
import { freePlace } from '../../store/places.ts'
import { openToldPlans } from '../../store/told-plans.ts'
import { writeFound } from '../guards/write-found.ts'
import { catchInterrupts } from '../interrupt.ts'
import { readSetup } from '../run.ts'
import type { Terminal } from '../terminal.ts'
import { budgetText, roomIn } from './budget.ts'
import { performer, type Searched, trialOf } from './performer.ts'
import { showSearch } from './progress.ts'
import { openMemory } from './remember.ts'
import { type Asked, takeUp } from './resume.ts'
import { SEARCH_FILE } from './search-file.ts'
import { searchJson } from './search-json.ts'
import { searchText } from './search-text.ts'
import type { SearchFlags, Told } from './told.ts'
import { writeFinds } from './write.ts'

/**
 * Looks for plans that make an agent fail. Resolves with the exit code: 0 nothing was found, 1 something was, or nothing could be
 * searched; after Ctrl-C what was found is told all the same.
 * @throws {UsageError} a scenario, an agent or a fault that is not known.
 */
export async function searchCommand(named: string, flags: SearchFlags, terminal: Terminal): Promise<number> {
  const config = await loadConfig(flags.config)
  const catalogue = catalogueOf(flags.faults)
  const searched = await chosen(named, flags, config)
  const setup = { ...readSetup(flags, config), gate: [] }
  const trials = (searched.saint ? (['agent', 'saint'] as const) : (['agent'] as const)).map((who) =>
    trialOf(searched, [], who, 1),
  )
  const real = openRealModels(trials, setup)
  await loadAgentsOf(trials, setup.env)
  const out = flags.out ? resolve(flags.out) : join(dirname(resolve(config.root, config.out)), 'search')
  const basis = await basisOf(trials, setup, config.root)
  const asked = askedOf(searched, flags, catalogue)
  const taken = flags.resume === undefined ? undefined : takeUp(flags.resume, out, { asked, basis, searched })
  using interrupt = catchInterrupts()
  const folder = taken ? takeUpRunFolder(taken.from, out, config.keep) : createRunFolder(out, config.keep)
  if (!taken) folder.write(SEARCH_FILE, JSON.stringify(asked))
  const troubles: string[] = []
  const quiet = flags.json === true
  if (!quiet) terminal.print(headline(searched, flags, catalogue))
  const startedAt = performance.now()
  const options = {
    plan: planOf(searched, trials),
    ...{ setup, real, folder, basis, signal: interrupt.signal },
    ...(taken && { resumed: taken.head, earlier: taken.earlier }),
    onTrouble: (trouble: string) => troubles.push(trouble),
  }
  const told = (found: Found, place: string, written: string[] = []) => {
    const seconds = (performance.now() - startedAt) / 1_000
    const interrupted = interrupt.code() !== undefined
    tell({ found, searched, seconds, folder: place, flags, interrupted, written }, troubles, terminal)
  }
  try {
    const { found, thrown } = await searchIn(options, {
      searched,
      catalogue,
      flags,
      onProgress: showSearch(terminal, quiet),
    })
    if (thrown !== undefined) {
      told(found, shortPath(freePlace(out, 'unfinished')))
      throw thrown
    }
    const place = shortPath(folder.publish())
    const isToWrite = flags.write && found.finds.length > 0 && interrupt.code() === undefined
    told(found, place, isToWrite ? await writeFinds(searched, found.finds, setup) : [])
    return interrupt.code() ?? exitCode(found)
  } catch (thrown) {
    const code = interrupt.code()
    if (code === undefined) throw thrown
    return code
  } finally {
    folder.abandon()
  }
}

interface Searching {
  searched: Searched
  catalogue: Catalogue
  flags: SearchFlags
  onProgress: ReturnType<typeof showSearch>
}

/** Searches with the trials of one run. What was found is there also where something was thrown: what runs plans failed. */
async function searchIn(
  options: Parameters<typeof runAsked>[0],
  { searched, catalogue, flags, onProgress }: Searching,
): Promise<{ found: Found; thrown?: unknown }> {
  let found: Found | undefined
  let thrown: unknown
  const work: Parameters<typeof runAsked>[1] = async (perform, place, tell) => {
    using plans = openToldPlans(place, readHead(place).id)
    const memory = openMemory(plans)
    if (memory.before > 0) options.onTrouble(`${plural(memory.before, 'trial')} were told before, and not run again.`)
    found = await search({
      perform: performer(searched, { perform, folder: place, tell }, memory),
      ...{ catalogue, saint: searched.saint !== undefined, maxFaults: flags.maxFaults, onProgress },
      seed: createRandom(searched.seed)
        .fork('search')
        .int(2 ** 31),
      mayRun: roomIn(flags.budget, () => performance.now()),
      onBroken: (why) => {
        thrown = why
      },
    })
    if (thrown !== undefined) throw thrown
  }
  try {
    const inPlace = flags.wholeTrials ? {} : { inPlace: 'search/quick/process' }
    const { head } = await runAsked({ ...options, ...inPlace }, work)
    if (head.stopped !== null) options.onTrouble(`${head.stopped}.`)
  } catch (failed) {
    if (!found) throw failed
    thrown ??= failed
  }
  if (!found) throw new Error('The search came to no end.')
  return { found, ...(thrown !== undefined && { thrown }) }
}

function askedOf({ loaded, agent, seed }: Searched, { maxFaults }: SearchFlags, catalogue: Catalogue): Asked {
  const { name, model } = agent
  return { schemaVersion: 1, scenario: loaded.id, agent: name, model, seed, faults: [...catalogue.keys()], maxFaults }
}

function tell(told: Told, troubles: readonly string[], terminal: Terminal): void {
  const { json } = told.flags
  if (typeof json === 'string') writeFound(json, searchJson(told))
  if (json === true) {
    terminal.print(searchJson(told))
    return
  }
  terminal.print(searchText(told, terminal.color))
  for (const line of [...told.written, ...troubles]) terminal.print(`${visible(line)}\n`)
}

/** Nothing found is told from nothing tried, and from what the harness failed in. */
function exitCode({ finds, open, calm, coverage, counts }: Found): number {
  if (finds.length + open.length > 0 || calm.verdict === 'failed' || calm.verdict === 'error') return 1
  return coverage.tried === 0 || counts.error > 0 ? 1 : 0
}

function planOf({ agent, saint, seed }: Searched, trials: ReturnType<typeof trialOf>[]) {
  return {
    ...{ trials, seed, sequential: undefined, contestants: saint ? [agent, saint] : [agent] },
    known: { agents: [], scenarios: [], variants: [], models: [], tags: [] },
  }
}

/** @throws {UsageError} there is no such fault, or it breaks guards. */
function catalogueOf(wanted: readonly string[] | undefined): Catalogue {
  const all = Object.values(faults as Record<string, Fault>).filter(({ control }) => !control)
  const names = all.map(({ name }) => name)
  for (const name of wanted ?? []) {
    if (names.some((one) => fits(name, one))) continue
    if (Object.hasOwn(safeguardFaults, name))
      throw new UsageError(
        `Fault "${name}" breaks guards, and no call: "mettle guards probe --fault ${name}" tries it.`,
      )
    throw new UsageError(`There is no fault "${name}".${suggest(name, names)}`)
  }
  const kept = all.filter(({ name }) => wanted?.some((one) => fits(one, name)) ?? true)
  return new Map(kept.map((fault) => [fault.name, fault]))
}

async function chosen(named: string, flags: SearchFlags, config: Config): Promise<Searched> {
  const all = await loadScenarios(config)
  const fitting = all.filter((scenario) => isNamed(scenario, named, resolve(named)))
  const [loaded, ...others] = fitting
  const ids = all.map(({ id }) => id)
  if (!loaded) throw noScenarioFits(named, ids)
  if (others.length > 0) {
    const some = fitting.slice(0, 5).map(({ id }) => id)
    throw new UsageError(`"${named}" fits ${fitting.length} scenarios: ${some.join(', ')}. Search one at a time.`)
  }
  const [agent, ...more] = chooseContestants(config, namedAgent(flags, config), flags.model ? [flags.model] : [])
  if (!agent || more.length > 0) throw new UsageError('A search is of one agent: name one with --agent.')
  agent.source(loaded)
  const [saint] = loaded.saint ? chooseContestants({ ...config, agents: {} }, [always('saint')], []) : []
  return { loaded, agent, saint, seed: flags.seed ?? String(config.seed) }
}

/** @throws {UsageError} nobody says which. */
function namedAgent({ agent }: SearchFlags, { agents }: Config): string[] {
  if (agent !== undefined) return [agent]
  const names = Object.keys(agents)
  if (names.length === 1) return names
  throw new UsageError(`A search is of one agent: name it with --agent. Known: ${names.join(', ')}.`)
}

function headline({ loaded, agent, seed }: Searched, { budget, maxFaults }: SearchFlags, catalogue: Catalogue): string {
  const who = agent.model === null ? agent.name : `${agent.name}@${agent.model}`
  return visible(
    `Searching ${loaded.id} for what ${who} does not stand: ${catalogue.size} faults, up to ${maxFaults} in a plan, ${budgetText(budget)}, seed ${seed}`,
  ).concat('\n\n')
}
