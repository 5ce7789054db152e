import { join, resolve } from 'node:path'
import { messageOf, UsageError } from '../../kernel/errors.ts'
import { suggest } from '../../kernel/nearest.ts'
import { shellWords } from '../../kernel/shell-words.ts'
import { shortPath } from '../../kernel/short-path.ts'
import { visible } from '../../kernel/visible.ts'
import type { KeptRun } from '../../record/kept-run.ts'
import { reports as reporters } from '../../reports/index.ts'
import { loadAgentsOf } from '../../runs/load-agents.ts'
import { isNamed, noScenarioFits } from '../../runs/plan.ts'
import { openRealModels } from '../../runs/real-models.ts'
import { run } from '../../runs/run.ts'
import { schedule } from '../../runs/schedule.ts'
import type { Setup } from '../../runs/setup.ts'
import type { Scenario } from '../../scenario/compiled.ts'
import { type Config, loadConfig } from '../../scenario/config.ts'
import { loadScenarios } from '../../scenario/load-all.ts'
import type { Contestant, ScheduledTrial } from '../../stage/scheduled-trial.ts'
import { createRunFolder, type RunFolder } from '../../store/directory.ts'
import type { Recorded } from '../../trace/event.ts'
import type { OutputEvent } from '../../trace/events/output.ts'
import { printedText } from '../../trace/printed.ts'
import { catchInterrupts, type Interrupt } from '../interrupt.ts'
import { readSetup } from '../run.ts'
import type { Terminal } from '../terminal.ts'
import { openTraceLines } from '../trace-lines.ts'
import { writeReport } from '../write-report.ts'
import { openLiveView } from './live-view.ts'

/** What plays of one trial have in common, as the command line gives it. */
export interface PlayFlags {
  config?: string
  variant?: string
  model?: string
  models?: string
  seed?: string
  out?: string
  database?: string
  /** Nothing is printed of what happens while it does. */
  quiet?: boolean
}

/** A trial about to be played by hand. */
export interface Play {
  scenario: string
  flags: PlayFlags
  contestant: Omit<Contestant, 'model'>
  /** Where the run goes where nothing is said: 'exec'. */
  folder: string
  /** Changes what the scenario and the setup say. */
  change?(trial: ScheduledTrial, setup: Setup): { trial: ScheduledTrial; setup: Setup }
  /** Told of what happens, in place of printing it; false where it is to be printed. */
  tell?(event: Recorded): boolean
  /** What the signals mean. Default: they end the run. */
  interrupt?: Interrupt
}

/** Plays one trial, showing what happens. Resolves with the exit code. */
export async function play(one: Play, terminal: Terminal): Promise<number> {
  const { flags } = one
  const config = await loadConfig(flags.config)
  const planned = planOne(one, await loadScenarios(config), config)
  const { database, models } = flags
  const asked = { ...(database && { database }), ...(models && { models }) }
  const usual = { ...readSetup(asked, config), workers: 1, gate: [] }
  const { trial, setup } = one.change?.(planned, usual) ?? { trial: planned, setup: usual }
  const real = openRealModels([trial], setup)
  await loadAgentsOf([trial], setup.env)
  using interrupt = one.interrupt ?? catchInterrupts()
  const out = flags.out ? resolve(flags.out) : resolve(config.root, config.out, '..', one.folder)
  const folder = createRunFolder(out)
  const troubles: string[] = []
  const lineOf = openTraceLines()
  try {
    using view = openLiveView(folder.path, (event) => {
      if (!one.tell?.(event) && !flags.quiet) terminal.print(event.type === 'output' ? said(event) : lineOf(event))
    })
    const ran = await run({
      plan: {
        trials: [trial],
        contestants: [trial.contestant],
        seed: flags.seed ?? String(config.seed),
        sequential: undefined,
        known: { agents: [], scenarios: [], variants: [], models: [], tags: [] },
      },
      ...{ setup, real, folder, signal: interrupt.signal },
      onTrouble: (trouble) => troubles.push(trouble),
    })
    view.look()
    terminal.print('\n')
    const final = await publish(ran, folder, terminal)
    terminal.print(`\nReport: ${shortPath(final)}/index.html\n`)
    for (const trouble of troubles) terminal.print(`${visible(trouble)}\n`)
    return interrupt.code() ?? (ran.head.gate.passed ? 0 : 1)
  } catch (thrown) {
    const code = interrupt.code()
    if (code === undefined) throw thrown
    if (thrown !== interrupt.signal.reason) terminal.print(`${visible(messageOf(thrown))}\n`)
    return code
  } finally {
    folder.abandon()
  }
}

/** The command that plays a trial again. */
export function againWords(command: string, scenario: string, flags: PlayFlags, more: readonly string[] = []): string {
  const { variant, model, models, seed } = flags
  const said = Object.entries({ variant, model, models, seed }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, value],
  )
  return shellWords(['npx', 'mettle', command, scenario, ...said, ...more])
}

/** What the agent writes, as it writes it. */
function said(event: OutputEvent): string {
  return printedText(event)
    .replace(/^(?=.)/gm, '  | ')
    .replace(/([^\n])$/, '$1\n')
    .split('\n')
    .map(visible)
    .join('\n')
}

function planOne({ scenario, flags, contestant }: Play, all: readonly Scenario[], config: Config): ScheduledTrial {
  const loaded = chosen(all, scenario)
  const variant = flags.variant ?? 'calm'
  if (!loaded.variants.has(variant)) {
    throw new UsageError(
      `Scenario "${loaded.id}" has no variant "${variant}".${suggest(variant, [...loaded.variants.keys()])}`,
    )
  }
  const [trial] = schedule({
    scenarios: [loaded],
    contestants: [{ ...contestant, model: flags.model ?? null }],
    variant: (_, name) => name === variant,
    repeats: 1,
    seed: flags.seed ?? String(config.seed),
    shuffle: false,
  })
  if (!trial) throw new UsageError(`There is no trial of "${loaded.id}" to run.`)
  return trial
}

function chosen(all: readonly Scenario[], pattern: string): Scenario {
  const fitting = all.filter((one) => isNamed(one, pattern, resolve(pattern)))
  const [first, ...others] = fitting
  if (!first)
    throw noScenarioFits(
      pattern,
      all.map(({ id }) => id),
    )
  if (others.length === 0) return first
  const ids = fitting.map(({ id }) => id).join(', ')
  throw new UsageError(`"${pattern}" fits ${fitting.length} scenarios: name one of ${ids}.`)
}

async function publish(ran: KeptRun, folder: RunFolder, terminal: Terminal): Promise<string> {
  await writeReport(reporters.html, { ...ran }, join(folder.path, 'index.html'))
  terminal.print(await terminal.render(reporters.list, { ...ran }))
  return folder.publish()
}
