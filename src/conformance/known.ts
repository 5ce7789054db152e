import { existsSync, globSync } from 'node:fs'
import { dirname, join, resolve, sep } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { ownFile } from '../kernel/own-files.ts'
import type { ConformanceTarget } from './target.ts'
import { targetsIn } from './targets-in.ts'

/** A target, where it is, and where its packages are looked for. */
export interface Known {
  target: ConformanceTarget
  file: string
  root: string
}

/** Where the targets lie that mettle brings, with a separator at its end. */
export function shippedFolder(): string {
  return ownFile('targets') + sep
}

/** The targets that mettle brings: the controls first. @param root The folder of the user's project. */
export async function shippedTargets(root: string): Promise<Known[]> {
  const folder = shippedFolder()
  const files = globSync('*.js', { cwd: folder }).sort()
  const found = await Promise.all(files.map((file) => knownIn(join(folder, file), root)))
  return found.flat().sort((one, other) => Number(!one.target.control) - Number(!other.target.control))
}

/**
 * The targets that somebody names: by name, or by the path of a module of their own, relative to the root.
 * @throws {UsageError} there is none of that name, or no such file.
 */
export async function findTargets(names: readonly string[], root: string): Promise<Known[]> {
  const shipped = await shippedTargets(root)
  const found = await Promise.all(names.map((name) => (isPath(name) ? ownTargets(name, root) : [named(name, shipped)])))
  return [...new Map(found.flat().map((known) => [known.target.name, known])).values()]
}

function named(name: string, shipped: readonly Known[]): Known {
  const found = shipped.find(({ target }) => target.name === name)
  if (found) return found
  const names = shipped.map(({ target }) => target.name)
  throw new UsageError(
    `Failed to find target "${name}".${suggest(name, [...names, 'acs'])} A target of your own is named by its path: ./targets/mine.ts`,
  )
}

function isPath(name: string): boolean {
  return /[/\\]|\.[cm]?[jt]s$/.test(name)
}

function ownTargets(path: string, root: string): Promise<Known[]> {
  const file = resolve(root, path)
  if (!existsSync(file)) throw new UsageError(`Failed to find target ${path}: there is no file ${file}.`)
  return knownIn(file, dirname(file))
}

async function knownIn(file: string, root: string): Promise<Known[]> {
  return (await targetsIn(file)).map((target) => ({ target, file, root }))
}
