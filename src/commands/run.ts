import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { fits } from '../kernel/pattern.ts'
import type { RunRecord } from '../record/run.ts'
import { reports as reporters } from '../reports/index.ts'
import { chooseContestants } from '../runner/contestants.ts'
import { run } from '../runner/run.ts'
import { type ScheduledTrial, schedule } from '../runner/schedule.ts'
import type { Scenario } from '../scenario/compile.ts'
import { type Config, loadConfig } from '../scenario/config.ts'
import { findScenarios, loadScenario, shorten } from '../scenario/load.ts'
import { createRunFolder, type RunFolder } from '../store/directory.ts'
import { readEvidence } from '../store/stored-run.ts'
import { readGates } from '../verdict/gate.ts'
import { showProgress } from './progress.ts'
import type { Terminal } from './terminal.ts'
import { version } from './version.ts'

/** The options of `mettle run`, as the command line gives them. */
export interface RunFlags {
  config?: string
  agent?: string[]
  model?: string[]
  variant?: string[]
  trials?: number
  workers?: number
  seed?: string
  grep?: string
  tag?: string[]
  reporter?: string[]
  out?: string
  gate?: string[]
  bail?: number
  shuffle?: boolean
  list?: boolean
}

/** Runs the scenarios whose ids fit the pattern. Resolves with the exit code. */
export async function runCommand(pattern: string | undefined, flags: RunFlags, terminal: Terminal): Promise<number> {
  const config = await loadConfig(flags.config)
  const chosen = chooseReporters(flags.reporter ?? config.reporters)
  const gate = flags.gate ?? config.gate
  const seed = flags.seed === 'random' ? randomBytes(4).readUInt32BE().toString() : String(flags.seed ?? config.seed)
  const all = await loadScenarios(config)
  const contestants = chooseContestants(config, flags.agent ?? [], flags.model ?? [])
  const trials = schedule({
    scenarios: chooseScenarios(all, pattern, flags.tag ?? []),
    contestants,
    variant: chooseVariants(all, flags.variant ?? []),
    repeats: flags.trials ?? config.trials,
    seed,
    shuffle: flags.shuffle ?? false,
  }).filter(({ id }) => flags.grep === undefined || new RegExp(flags.grep).test(id))
  if (trials.length === 0) throw new UsageError('There is no trial to run: the filters leave none. See "mettle list".')
  if (flags.list) return listTrials(trials, terminal)

  const known = {
    agents: Object.keys(config.agents).concat(contestants.map(({ name }) => name)),
    scenarios: all.map(({ id }) => id),
    variants: all.flatMap(({ variants }) => [...variants.keys()]),
    models: contestants.flatMap(({ model }) => model ?? []),
    tags: all.flatMap(({ tags }) => tags),
  }
  // A typo in a gate is found before any trial costs money.
  readGates(gate, { trials: [], planned: trials, known })
  const out = flags.out ? resolve(flags.out) : resolve(config.root, config.out)
  const folder = createRunFolder(out)
  const interrupt = onInterrupt()
  try {
    const record = await run({
      trials,
      workers: flags.workers ?? config.workers ?? Math.min(8, availableParallelism()),
      seed,
      gate,
      known,
      secrets: config.secrets,
      agents: contestants.map(({ name, module }) => ({
        name,
        module: name === 'saint' ? '' : shorten(module(all[0] as Scenario)),
      })),
      version: version(),
      folder,
      bail: flags.bail,
      signal: interrupt.signal,
      onTrial: showProgress(terminal, trials.length, seed),
    })
    const final = await publish(record, folder, chosen, terminal)
    terminal.print(`\nReport: ${shorten(final)}${chosen.some(({ name }) => name === 'html') ? '/index.html' : ''}\n`)
    if (record.interrupted) return 130
    return record.gate.passed ? 0 : 1
  } finally {
    interrupt.release()
    folder.discard()
  }
}

async function loadScenarios(config: Config): Promise<Scenario[]> {
  const found = findScenarios(resolve(config.root, config.scenarios))
  return Promise.all(found.map(({ id, file }) => loadScenario(id, file)))
}

function chooseScenarios(all: readonly Scenario[], pattern: string | undefined, tags: readonly string[]): Scenario[] {
  const fitting = pattern === undefined ? [...all] : all.filter(({ id }) => fits(pattern, id))
  const ids = all.map(({ id }) => id)
  if (fitting.length === 0) throw new UsageError(`No scenario fits "${pattern}".${suggest(pattern ?? '', ids)}`)
  const known = [...new Set(all.flatMap((scenario) => scenario.tags))]
  for (const tag of tags) {
    if (!known.includes(tag)) throw new UsageError(`No scenario has the tag "${tag}".${suggest(tag, known)}`)
  }
  return fitting.filter((scenario) => tags.every((tag) => scenario.tags.includes(tag)))
}

function chooseVariants(all: readonly Scenario[], wanted: readonly string[]) {
  const known = [...new Set(all.flatMap(({ variants }) => [...variants.keys()]))]
  for (const name of wanted) {
    if (!known.some((variant) => fits(name, variant))) {
      throw new UsageError(`There is no variant "${name}".${suggest(name, known)}`)
    }
  }
  return (_: Scenario, variant: string) => wanted.length === 0 || wanted.some((name) => fits(name, variant))
}

type ChosenReporter = (typeof reporters)[keyof typeof reporters]

function chooseReporters(names: readonly string[]): ChosenReporter[] {
  return names.map((name) => {
    if (Object.hasOwn(reporters, name)) return reporters[name as keyof typeof reporters]
    throw new UsageError(`There is no reporter "${name}".${suggest(name, Object.keys(reporters))}`)
  })
}

/** Renders what was asked for and moves the run to its place. run.json is always written: every later command reads it. */
async function publish(
  record: RunRecord,
  folder: RunFolder,
  chosen: ChosenReporter[],
  terminal: Terminal,
): Promise<string> {
  const stored = { record, evidence: (id: string) => readEvidence(folder.path, record, id) }
  const files = new Map<string, ChosenReporter>([['run.json', reporters.json]])
  for (const reporter of chosen) if (reporter.file) files.set(reporter.file, reporter)
  for (const [file, reporter] of files) folder.write(file, await reporter.render(stored))
  for (const reporter of chosen) if (!reporter.file) terminal.print(await terminal.render(reporter, stored))
  return folder.publish()
}

function listTrials(trials: readonly ScheduledTrial[], terminal: Terminal): number {
  for (const { id } of trials) terminal.print(`${id}\n`)
  terminal.print(`${trials.length} trials\n`)
  return 0
}

/** The first Ctrl-C ends the run with what there is; a second one ends the process at once. */
function onInterrupt() {
  const controller = new AbortController()
  const stop = () => {
    if (controller.signal.aborted) process.exit(130)
    controller.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const release = () => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
  return { signal: controller.signal, release }
}
