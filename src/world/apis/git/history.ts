import { FOLDER, readTree, writeTree } from './objects.ts'
import type { Repository } from './repository.ts'

/** A file of a commit: its mode and its content's id. */
export interface Entry {
  mode: string
  id: string
}

/** The files of a commit, by path. */
export type Files = ReadonlyMap<string, Entry>

export interface FileChange {
  path: string
  op: 'create' | 'update' | 'delete'
  before?: Entry
  after?: Entry
}

/** Folders are nested deeper by nobody who means well. */
const DEEPEST = 64

/** A commit and all that came before it, the latest first. */
export function* historyOf(repository: Repository, id: string): Generator<string> {
  const seen = new Set([id])
  for (const one of seen) {
    yield one
    for (const parent of repository.commit(one).parents) seen.add(parent)
  }
}

export function isAncestor(repository: Repository, ancestor: string, id: string): boolean {
  for (const one of historyOf(repository, id)) if (one === ancestor) return true
  return false
}

/** What stands in the history of both, the nearest to the second. */
export function mergeBase(repository: Repository, ours: string, theirs: string): string | undefined {
  const mine = new Set(historyOf(repository, ours))
  for (const one of historyOf(repository, theirs)) if (mine.has(one)) return one
  return undefined
}

/** Commits of `id` that none of `known` has, the earliest first. */
export function commitsSince(repository: Repository, id: string, known: Iterable<string>): string[] {
  const old = new Set<string>()
  for (const tip of known) if (!old.has(tip)) for (const one of historyOf(repository, tip)) old.add(one)
  const found: string[] = []
  const seen = new Set([id])
  for (const one of seen) {
    if (old.has(one)) continue
    found.push(one)
    for (const parent of repository.commit(one).parents) seen.add(parent)
  }
  return found.reverse()
}

/** The files of a commit; none where there is no commit. @throws {Error} it is no commit, or nested too deep. */
export function filesOf(repository: Repository, commit: string | undefined): Files {
  const files = new Map<string, Entry>()
  const walk = (tree: string, under: string, depth: number) => {
    if (depth > DEEPEST) throw new Error(`its folders are nested deeper than ${DEEPEST}`)
    for (const { mode, name, id } of readTree(repository.read(tree, 'tree').content)) {
      if (mode === FOLDER) walk(id, `${under}${name}/`, depth + 1)
      else files.set(`${under}${name}`, { mode, id })
    }
  }
  if (commit !== undefined) walk(repository.commit(commit).tree, '', 0)
  return files
}

export function changesBetween(before: Files, after: Files): FileChange[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort()
  return paths.flatMap((path): FileChange[] => {
    const [old, now] = [before.get(path), after.get(path)]
    if (old?.id === now?.id && old?.mode === now?.mode) return []
    const op = old ? (now ? 'update' : 'delete') : 'create'
    return [{ path, op, ...(old && { before: old }), ...(now && { after: now }) }]
  })
}

/** Writes the trees of some files. @returns the id of the uppermost. */
export function treeOf(write: (tree: Buffer) => string, files: Files): string {
  const here = new Map<string, Entry>()
  const folders = new Map<string, Map<string, Entry>>()
  for (const [path, entry] of files) {
    const [name = '', ...rest] = path.split('/')
    if (rest.length === 0) here.set(name, entry)
    else folders.set(name, (folders.get(name) ?? new Map()).set(rest.join('/'), entry))
  }
  const own = [...here].map(([name, entry]) => ({ name, ...entry }))
  const below = [...folders].map(([name, inner]) => ({ name, mode: FOLDER, id: treeOf(write, inner) }))
  return write(writeTree([...own, ...below]))
}

/**
 * The files of two branches, each file from the one that changed it. Where both did, differently, nobody can say: undefined.
 */
export function mergedFiles(base: Files, ours: Files, theirs: Files): Files | undefined {
  const merged = new Map(ours)
  for (const { path, after } of changesBetween(base, theirs)) {
    const [was, mine] = [base.get(path), ours.get(path)]
    const isSame = mine?.id === after?.id && mine?.mode === after?.mode
    if (!isSame && (was?.id !== mine?.id || was?.mode !== mine?.mode)) return undefined
    if (after) merged.set(path, after)
    else merged.delete(path)
  }
  return merged
}
