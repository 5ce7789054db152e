import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { messageOf, UsageError } from '../../kernel/errors.ts'
import { isObject } from '../../kernel/object.ts'

export type Manager = 'npm' | 'pnpm' | 'yarn' | 'bun'
type Members = Record<string, unknown>

/** A folder that mettle is set up in, as it was found. */
export interface Project {
  folder: string
  /** Undefined where there is none yet. */
  manifest: Members | undefined
  /** Nothing of a program is there. */
  blank: boolean
  manager: Manager
  language: 'ts' | 'js'
  /** The text of its tsconfig.json. */
  tsconfig: string | undefined
  /** Of modules written here: '.mts' where the package's own '.ts' would be CommonJS. */
  suffix: '.ts' | '.mts' | '.js' | '.mjs'
  ci: 'github' | 'gitlab'
  /** Root of the repository that the folder lies in. */
  repository: string | undefined
}

/** Looks at what can be seen, so that nothing has to be asked. @throws {UsageError} its package.json cannot be read. */
export function readProject(folder: string, environment: NodeJS.ProcessEnv = process.env): Project {
  const found = readManifest(folder)
  const blank = found === undefined || isOfInstall(found)
  const manifest = found && blank ? { type: 'module', ...found } : found
  const language = manifest === undefined || blank || usesTypeScript(folder, manifest) ? 'ts' : 'js'
  const esm = manifest === undefined || manifest.type === 'module'
  const repository = above(folder).find((path) => existsSync(join(path, '.git')))
  return {
    folder,
    manifest,
    blank,
    manager: managerOf(folder, environment),
    language,
    tsconfig: readText(join(folder, 'tsconfig.json')),
    suffix: `.${esm ? '' : 'm'}${language}`,
    ci: onGitLab(repository ?? folder) ? 'gitlab' : 'github',
    repository,
  }
}

function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

function readManifest(folder: string): Members | undefined {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return undefined
  try {
    const content = JSON.parse(readFileSync(file, 'utf8'))
    if (isObject(content)) return content
  } catch (thrown) {
    throw new UsageError(`Failed to read ${file}: ${messageOf(thrown)}. Mend it, then run the command again.`)
  }
  throw new UsageError(`Failed to read ${file}: it holds no object. Mend it, then run the command again.`)
}

/** Is it what installing mettle leaves in an empty folder? Nobody has chosen a language there. */
function isOfInstall(manifest: Members): boolean {
  const names = Object.entries(manifest).flatMap(([kind, members]) =>
    kind.endsWith('ependencies') && isObject(members) ? Object.keys(members) : [kind],
  )
  return names.length > 0 && names.every((name) => name === 'mettle')
}

function usesTypeScript(folder: string, manifest: Members): boolean {
  if (existsSync(join(folder, 'tsconfig.json')) || dependsOn(manifest, 'typescript')) return true
  return globSync('{*.ts,*.mts,src/*.ts,src/*.mts}', { cwd: folder }).length > 0
}

/** Is a package among its dependencies, whatever they are for? */
export function dependsOn(manifest: Members, name: string): boolean {
  return rangeOf(manifest, name) !== undefined
}

/** Which versions of a package it asks for, as it says so; undefined where it does not depend on it. */
export function rangeOf(manifest: Members, name: string): unknown {
  const kinds = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']
  const ranges = kinds.map((kind) => {
    const among = manifest[kind]
    return isObject(among) && Object.hasOwn(among, name) ? among[name] : undefined
  })
  return ranges.find((range) => range !== undefined)
}

const LOCKFILES: Readonly<Record<string, Manager>> = {
  'pnpm-lock.yaml': 'pnpm',
  'yarn.lock': 'yarn',
  'bun.lock': 'bun',
  'bun.lockb': 'bun',
  'package-lock.json': 'npm',
}

/** By the manifest or the lockfile, here or above in a workspace; else whatever started this. */
function managerOf(folder: string, { npm_config_user_agent: agent = '' }: NodeJS.ProcessEnv): Manager {
  for (const path of above(folder)) {
    const file = join(path, 'package.json')
    const named = existsSync(file) ? /"packageManager"\s*:\s*"(\w+)@/.exec(readFileSync(file, 'utf8'))?.[1] : undefined
    if (isManager(named)) return named
    const lockfile = Object.keys(LOCKFILES).find((name) => existsSync(join(path, name)))
    if (lockfile) return LOCKFILES[lockfile] ?? 'npm'
    if (existsSync(join(path, '.git'))) break
  }
  const started = agent.split('/', 1)[0]
  return isManager(started) ? started : 'npm'
}

function isManager(name: string | undefined): name is Manager {
  return name !== undefined && ['npm', 'pnpm', 'yarn', 'bun'].includes(name)
}

function onGitLab(root: string): boolean {
  if (existsSync(join(root, '.gitlab-ci.yml'))) return true
  const config = join(root, '.git/config')
  return existsSync(config) && /^\s*url\s*=.*gitlab/m.test(readFileSync(config, 'utf8'))
}

/** A folder and those around it, from the inside out. */
function above(folder: string): string[] {
  return folder === dirname(folder) ? [folder] : [folder, ...above(dirname(folder))]
}
