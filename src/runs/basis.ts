import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'
import { filesOf } from '../hosts/index.ts'
import { closureOf } from '../kernel/import-graph.ts'
import { digest, digestText } from '../kernel/json.ts'
import { version } from '../kernel/version.ts'
import type { RunBasis, RunHead } from '../record/run.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { definitionOf } from './definitions.ts'
import type { Setup } from './setup.ts'

/** Where a project says what is installed for it. */
export const LOCKFILES = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'npm-shrinkwrap.json']

/**
 * What a run rests on. Imports must have been noted since the project was loaded, and its agents be loaded.
 * @param root The config's folder.
 * @throws {UsageError} a file of a scenario cannot be read.
 */
export async function basisOf(trials: readonly ScheduledTrial[], setup: Setup, root: string): Promise<RunBasis> {
  const files = openFiles(root)
  const parts: [string, string][] = []
  for (const loaded of new Set(trials.map((trial) => trial.loaded))) {
    const own = [loaded.file, ...(loaded.saint === undefined ? [] : [loaded.saint])]
    parts.push([`scenario ${loaded.id}`, digest([await definitionOf(loaded), own.map(files.digestOf)])])
  }
  for (const [name, own] of Map.groupBy(trials, whoOf)) parts.push([`agent ${name}`, agentDigest(own, files)])
  const open = setup.env.filter((name) => !setup.secrets.includes(name))
  for (const name of open) parts.push([`variable ${name}`, digest(process.env[name] ?? null)])
  for (const name of LOCKFILES) files.digestOf(`${root}${sep}${name}`)
  return { settings: settingsOf(setup, trials), parts: Object.fromEntries(parts), files: files.known() }
}

function whoOf({ agent, model }: ScheduledTrial): string {
  return model === null ? agent : `${agent}@${model}`
}

/** Where it comes from in each scenario, what it is told, and its files. */
function agentDigest(trials: readonly ScheduledTrial[], files: Files): string {
  const each = new Map(trials.map(({ contestant, loaded }) => [loaded, contestant]))
  const sources = [...each].map(([loaded, { source, params, tier }]) => {
    const from = source(loaded)
    return files.fromRoot(JSON.stringify([from, params ?? null, tier ?? null, filesOf(from).map(files.digestOf)]))
  })
  return digest([...new Set(sources)].sort())
}

interface Files {
  /** Of a file and of all that it brings with it. */
  digestOf(file: string): string
  /** A text without the place of the project. */
  fromRoot(text: string): string
  /** Digest of each by its path from the root. */
  known(): Record<string, string>
}

function openFiles(root: string): Files {
  const known = new Map<string, string>()
  const nameOf = (file: string) => {
    const name = relative(root, file)
    return (isAbsolute(name) ? file : name).replaceAll(sep, '/')
  }
  const ownOf = (file: string): [string, string] => {
    const name = nameOf(file)
    const found = known.get(name) ?? (existsSync(file) ? digestText(readFileSync(file, 'utf8')) : '')
    if (found !== '') known.set(name, found)
    return [name, found]
  }
  return {
    digestOf: (file) => digest([...closureOf(file)].map(ownOf).sort(([one], [other]) => (one < other ? -1 : 1))),
    fromRoot: (text) => text.replaceAll(JSON.stringify(root).slice(1, -1), '.'),
    known: () => Object.fromEntries([...known].sort(([one], [other]) => (one < other ? -1 : 1))),
  }
}

function settingsOf(
  { models, pool, database, limits }: Setup,
  trials: readonly ScheduledTrial[],
): RunBasis['settings'] {
  return {
    models: models.mode ?? null,
    record: models.record === true,
    realTime: pool.realTime === true,
    tier: trials[0]?.contestant.askedTier ?? null,
    database: withoutPassword(database.backend),
    reset: database.reset,
    maxUsd: limits.usd ?? null,
  }
}

function withoutPassword(backend: string): string {
  return backend.replace(/^([a-z]+:\/\/[^:@/]*):[^@]*@/, '$1@')
}

type Ran = Pick<RunHead['environment'], 'mettle' | 'node' | 'platform'>

const HERE: Ran = { mettle: version(), node: process.version, platform: `${process.platform}-${process.arch}` }

/**
 * What makes a run another one than it was, a line each: its parts and files, and what runs it.
 * @param here What runs the other one. Default: this process.
 */
export function changesSince(head: RunHead & { basis: RunBasis }, now: RunBasis, here = HERE): string[] {
  const { basis: before, environment } = head
  const files = changed(before.files, now.files)
  const lines = changed(before.parts, now.parts).map((part) => `${part} is another one`)
  if (files.length > 0 && (lines.length > 0 || files.some((name) => LOCKFILES.includes(name))))
    lines.push(`changed: ${files.slice(0, 10).join(', ')}${files.length > 10 ? ` and ${files.length - 10} more` : ''}`)
  for (const [what, was, is] of [
    ['mettle', environment.mettle, here.mettle],
    ['Node', environment.node, here.node],
    ['the machine', environment.platform, here.platform],
    ['the database', before.settings.database, now.settings.database],
  ] as const) {
    if (was !== is) lines.push(`${what} is ${is}, and was ${was}`)
  }
  return lines
}

function changed(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)])
  return [...names].filter((name) => before[name] !== now[name])
}
