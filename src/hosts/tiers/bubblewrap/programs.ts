import { existsSync, readlinkSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { isWithin } from './within.ts'

/** What belongs to the programs of a folder `bin`, beside it. Nothing else there is: it may hold keys. */
const BESIDE = ['bin', 'shims', 'lib', 'lib64', 'libexec', 'include', 'versions', 'version', 'plugins', 'pyvenv.cfg']
/** What programs are run by. They may lie elsewhere: the Python of a virtual environment is a link to another one. */
const INTERPRETERS = ['python', 'python3', 'node', 'ruby', 'java', 'deno', 'bun']
/** Links that lead to links, at most. */
const DEEPEST = 8

/**
 * What programs outside the system need, read-only: of each folder that is searched for programs it and what belongs to it, and the same
 * where links in it lead.
 * @param file The program that is started, as it is named.
 */
export function programFolders(file: string, path: string, cwd: string): string[] {
  const named = file.includes('/') ? [resolve(cwd, file)] : []
  const searched = [...path.split(delimiter).filter(Boolean), join(cwd, '.venv/bin'), join(cwd, 'venv/bin')]
  const folders = searched.map((folder) => resolve(cwd, folder)).filter((folder) => existsSync(folder))
  const begun = [...named, ...folders.flatMap((folder) => [...INTERPRETERS, file].map((name) => join(folder, name)))]
  const found = new Set(folders)
  for (const one of begun) for (const place of followed(one)) found.add(dirname(place))
  return [...new Set([...found].flatMap(withWhatBelongs))]
}

/** A file, and where it leads as a link, from link to link. Nothing where it is not there. */
function followed(path: string, depth = 0): string[] {
  if (depth > DEEPEST) return []
  try {
    return [path, ...followed(resolve(dirname(path), readlinkSync(path)), depth + 1)]
  } catch {
    return existsSync(path) ? [path] : []
  }
}

/** Only of a folder for programs, and of none that lies in a home as it is. */
function withWhatBelongs(folder: string): string[] {
  const parent = dirname(folder)
  const home = process.env.HOME ?? ''
  if (!/\/(s?bin|shims|\.bin)$/.test(folder) || isWithin(home, parent)) return [folder]
  return [folder, ...BESIDE.map((name) => join(parent, name)).filter((path) => existsSync(path))]
}
