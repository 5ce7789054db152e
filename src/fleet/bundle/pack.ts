import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { messageOf, UsageError } from '../../kernel/errors.ts'
import { LOCKFILES } from '../../runs/basis.ts'
import { type Bundle, type BundledFile, MOST_BYTES, MOST_FILES } from './bundle.ts'

/** Never sent, whatever .gitignore says: what is installed, what git keeps, what holds passwords. */
const LEFT_OUT = /^(node_modules|\.git|\.env(\..*)?)$/

/** What a .gitignore says, and of which folder. */
interface Rules {
  folder: string
  says: Ignore
}

/**
 * The files of the folder of a config, but for what git ignores, what is installed, runs and lock files: a worker has its own.
 * @throws {UsageError} they are too many or too large, or a link leads out of the folder.
 */
export function packProject(config: string): Bundle {
  const root = realpathSync(dirname(config))
  const files: BundledFile[] = []
  let size = 0
  for (const file of filesIn(root, root, rulesAbove(root))) {
    const bytes = read(file, root)
    size += bytes.length
    const path = nameOf(root, file)
    files.push({ path, executable: (statSync(file).mode & 0o100) !== 0, bytes })
    if (size > MOST_BYTES || files.length > MOST_FILES) throw tooLarge(files, size)
  }
  return { config: basename(config), files }
}

function* filesIn(folder: string, root: string, above: readonly Rules[]): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true })
  if (isRun(entries.map(({ name }) => name))) return
  const rules = [...above, ...rulesIn(folder)]
  for (const entry of entries) {
    const path = join(folder, entry.name)
    if (LEFT_OUT.test(entry.name) || isIgnored(path, entry.isDirectory(), rules)) continue
    if (folder === root && LOCKFILES.includes(entry.name)) continue
    if (entry.isDirectory()) yield* filesIn(path, root, rules)
    else if (entry.isFile() || (entry.isSymbolicLink() && leadsToFile(path, root))) yield path
  }
}

/** The folder of a run: what came of trials is no part of the project. */
function isRun(names: readonly string[]): boolean {
  return names.includes('run.json') && names.includes('trials.jsonl')
}

function rulesIn(folder: string): Rules[] {
  const file = join(folder, '.gitignore')
  return existsSync(file) ? [{ folder, says: ignore().add(readFileSync(file, 'utf8')) }] : []
}

/** Of the folders above, up to the one that git keeps. */
function rulesAbove(root: string): Rules[] {
  const folders: string[] = []
  for (let folder = root; !existsSync(join(folder, '.git')); folder = dirname(folder)) {
    if (dirname(folder) === folder) return []
    folders.unshift(dirname(folder))
  }
  return folders.flatMap(rulesIn)
}

/** The nearest .gitignore that says anything of it decides. */
function isIgnored(path: string, isFolder: boolean, rules: readonly Rules[]): boolean {
  const said = rules.map(({ folder, says }) => says.test(`${nameOf(folder, path)}${isFolder ? '/' : ''}`))
  return said.findLast(({ ignored, unignored }) => ignored || unignored)?.ignored === true
}

function leadsToFile(link: string, root: string): boolean {
  const target = existsSync(link) ? realpathSync(link) : undefined
  if (target?.startsWith(`${root}${sep}`) && lstatSync(target).isFile()) return true
  const name = nameOf(root, link)
  throw new UsageError(
    `Failed to pack ${name}: it is a link to no file of the project. Put a copy in its place, or add it to .gitignore.`,
  )
}

function read(file: string, root: string): Buffer {
  try {
    if (lstatSync(file).size > MOST_BYTES) throw new UsageError(`it is larger than ${megabytes(MOST_BYTES)} MB`)
    return readFileSync(file)
  } catch (thrown) {
    throw new UsageError(
      `Failed to pack ${nameOf(root, file)}: ${messageOf(thrown)}. Add it to .gitignore, or mend it.`,
    )
  }
}

function tooLarge(files: readonly BundledFile[], size: number): UsageError {
  const isLarge = size > MOST_BYTES
  const shares = new Map<string, number>()
  for (const { path, bytes } of files) {
    const [top = path] = path.split('/')
    shares.set(top, (shares.get(top) ?? 0) + (isLarge ? bytes.length : 1))
  }
  const [first = ['', 0]] = [...shares].sort(([, one], [, other]) => other - one)
  const shown = (count: number) => (isLarge ? `${megabytes(count)} MB` : `${count} files`)
  return new UsageError(
    `Failed to pack the project: it has more than ${shown(isLarge ? MOST_BYTES : MOST_FILES)}, most of it in ${first[0]} (${shown(first[1])}). Add to .gitignore what trials do not need, or give workers a checkout.`,
  )
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000)
}

function nameOf(folder: string, path: string): string {
  return relative(folder, path).replaceAll(sep, '/')
}
