import { execFile, spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll } from 'vitest'
import type { RunRecord } from '../../src/record/run.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import type { Recorded } from '../../src/trace/event.ts'
import { readWhole } from '../store/write-run.ts'

export const BIN = resolve(import.meta.dirname, '../../bin/mettle.js')
export const ROOT = resolve(import.meta.dirname, '../..')
export const PROJECTS = join(import.meta.dirname, 'projects')

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder of this file's own; gone when its tests are over. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mettle-e2e-')))
  folders.push(folder)
  return folder
}

/** Writes a project into a folder of its own. Its scenarios are plain objects: 'mettle' cannot be imported there. */
export function plantProject(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  for (const [path, content] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

export interface StartOptions {
  /** The folder that the command runs in. */
  cwd: string
  env?: Record<string, string>
  /** Sees the output as it comes. */
  onOutput?(soFar: string): void
}

/** Starts the real command line in a process of its own. */
export function startMettle(args: readonly string[], { cwd, env = {}, onOutput }: StartOptions) {
  const { NODE_OPTIONS: _, FORCE_COLOR: __, ...inherited } = process.env
  const child = spawn(process.execPath, [BIN, ...args], { cwd, env: { ...inherited, ...env } })
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      texts[name] += chunk
      if (name === 'stdout') onOutput?.(texts.stdout)
    })
  }
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, ...texts })))
  return { child, ended }
}

export function mettle(args: readonly string[], options: StartOptions): Promise<Ended> {
  return startMettle(args, options).ended
}

/** Runs many command lines in one process, with the real `main` and without `bin/mettle.js`. */
export function mettleInBatch(lines: readonly { cwd: string; args: readonly string[] }[]): Promise<Ended[]> {
  const script = join(import.meta.dirname, 'batch.ts')
  return new Promise((done, fail) => {
    const child = execFile(process.execPath, ['--conditions=mettle-source', script], (error, stdout) => {
      if (error) fail(error)
      else done(JSON.parse(stdout) as Ended[])
    })
    child.stdin?.end(JSON.stringify(lines))
  })
}

/** Runs a project of the tests into a folder of its own. */
export async function runProject(project: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const out = join(temporaryFolder(), 'run')
  const cwd = project === '.' ? ROOT : join(PROJECTS, project)
  const ended = await mettle(['run', '--out', out, '--reporter', 'json', ...args], { cwd, env })
  if (!existsSync(out)) throw new Error(`The run left nothing (exit ${ended.code}).\n${ended.stderr}`)
  return { ...ended, out, record: readRecord(out) }
}

/** The whole run, as every reader has it. */
export function readRecord(out: string): RunRecord {
  return readWhole(out)
}

/** The one trial of an agent. */
export function trialOf({ trials }: RunRecord, agent: string, scenario?: string): TrialRecord {
  const found = trials.filter((trial) => trial.agent === agent && (scenario ?? trial.scenario) === trial.scenario)
  const [trial] = found
  if (!trial || found.length > 1) throw new Error(`There are ${found.length} trials of ${agent}.`)
  return trial
}

/** A trial's events, told from its bytes and its record by hand: as somebody reads them who does not have mettle. */
export function readEvents(out: string, { trace, closing }: TrialRecord): Recorded[] {
  const { file, offset, length } = trace
  const bytes = readFileSync(join(out, file)).subarray(offset, offset + length)
  const lines = bytes.toString('utf8').split('\n').slice(0, -1)
  const said: unknown[] = []
  const events = lines.flatMap((line) => JSON.parse(line.slice(0, line.lastIndexOf('\t'))) as Written[])
  return [...events.map((event) => whole(event, said)), ...(closing as unknown as Recorded[])]
}

type Written = Recorded & { abridged?: [string, (number | [number, number])[]][] }

/** What a request to a model leaves out of its body stands in earlier ones: `said`, in order. */
function whole({ abridged, ...event }: Written, said: unknown[]): Recorded {
  const { body } = Object((event as { call?: { input?: unknown } }).call?.input) as { body: Record<string, unknown> }
  for (const [name, made] of abridged ?? []) {
    const written = [body[name]].flat()
    const values = made.flatMap((run) => {
      if (typeof run !== 'number') return said.slice(run[0] - 1, run[0] - 1 + run[1])
      said.push(...written.slice(0, run))
      return written.splice(0, run)
    })
    body[name] = Array.isArray(body[name]) ? values : values[0]
  }
  return event as Recorded
}

/** Everything below a folder, by relative path. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
}
