import { basename, extname, join, posix, relative, sep } from 'node:path'
import { leaksIn, mask } from '../incidents/masking/mask.ts'
import { agentModule, jsonText, type ScenarioText, scenarioModule } from '../incidents/modules.ts'
import { readIncident } from '../incidents/read.ts'
import { recordingOf } from '../incidents/recording.ts'
import { lastGoodBefore, stepNamed } from '../incidents/steps.ts'
import { UsageError } from '../kernel/errors.ts'
import { loadConfig } from '../scenario/config.ts'
import type { Recording } from '../trace/recording.ts'
import { callsText, importedText, maskedText } from './import-text.ts'
import { commandsOf } from './scaffold/manager.ts'
import { readProject } from './scaffold/project.ts'
import { withAgent } from './scaffold/with-agent.ts'
import { type FileStep, writeSteps } from './scaffold/write.ts'
import type { Terminal } from './terminal.ts'

export interface ImportFlags {
  config?: string
  format?: string
  trace?: string
  name?: string
  wrong?: string[]
  must?: string[]
  mask?: string[]
  dryRun?: boolean
}

/**
 * Makes a scenario of what an agent did once: red for the agent of the recording, green for one that leaves out what was wrong.
 * Without a word on what was wrong it shows the calls. Resolves with the exit code.
 * @throws {UsageError} the file is of no known format, lacks what is needed, or a call is named that is none.
 */
export async function importCommand(file: string, flags: ImportFlags, terminal: Terminal): Promise<number> {
  const { format, trace, mask: words = [], wrong } = flags
  const short = words.find((word) => word.trim().length < 4)
  if (short !== undefined) throw new UsageError(`--mask "${short}" is too short: it would hide parts of many words.`)
  const found = await readIncident(file, { ...(format && { format }), ...(trace && { trace }) })
  const { value, masked, secrets } = mask({ recording: recordingOf(found), lost: found.lost }, words)
  terminal.print(`${callsText(value.recording, value.lost)}${maskedText(masked)}`)
  if (!wrong) {
    terminal.print(`\nWhich call was wrong? Name it: mettle import ${file} --wrong 3\n`)
    return 0
  }
  const name = nameOf(flags.name ?? basename(file, extname(file)))
  const parting = { name, ...partingOf(value.recording, wrong, flags.must) }
  await write({ ...value, ...parting, secrets }, flags, terminal)
  return 0
}

/** What must not be done again, and what is still to be done. */
function partingOf(recording: Recording, named: readonly string[], more: readonly string[] | undefined) {
  const wrong = named.map((one) => stepNamed(one, recording))
  const must = more?.map((one) => stepNamed(one, recording)) ?? lastGoodBefore(wrong, recording)
  if (must.length > 0) return { wrong, must }
  throw new UsageError('No call before the wrong one went well: say what is still to be done with --must.')
}

interface Written extends ScenarioText {
  recording: Recording
  secrets: Readonly<Record<string, string>>
}

/** @throws {Error} something that was masked would stand in a file. Nothing is written then. */
async function write({ recording, secrets, ...scenario }: Written, flags: ImportFlags, terminal: Terminal) {
  const { root, scenarios, file } = await loadConfig(flags.config)
  const { suffix, manager } = readProject(root)
  const { name, wrong, must } = scenario
  const agent = `${name}-recorded`
  const folder = relative(root, join(root, scenarios)).split(sep).join('/')
  const files = {
    [`${folder}/${name}.recording.json`]: `${jsonText(recording)}\n`,
    [`${folder}/${name}.scenario${suffix}`]: scenarioModule(scenario),
    [`agents/${agent}${suffix}`]: agentModule(posix.relative('agents', `${folder}/${name}.recording.json`)),
  }
  const left = Object.values(files).flatMap((text) => leaksIn(text, secrets))
  if (left.length > 0) throw new Error(`Nothing was written: ${left.join(', ')} would stand in it as it was.`)
  const steps: FileStep[] = Object.entries(files).map(([path, create]) => ({ path, create }))
  steps.push({
    path: relative(root, file),
    change: (before) => withAgent(before, agent, `./agents/${agent}${suffix}`),
  })
  terminal.print('\n')
  writeSteps(steps, { folder: root, dryRun: flags.dryRun ?? false, terminal })
  terminal.print(importedText({ wrong, must, run: `${commandsOf[manager].run} mettle run ${name} --agent ${agent}` }))
}

/** 'rollout 2026.json' -> 'rollout-2026' */
function nameOf(text: string): string {
  const plain = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  if (plain === '') throw new UsageError(`"${text}" is no name for a scenario. Give one with --name.`)
  return /^[a-z]/.test(plain) ? plain : `incident-${plain}`
}
