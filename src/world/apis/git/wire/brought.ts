import { hash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cutMiddle } from '../../../../kernel/head-and-tail.ts'
import type { Json } from '../../../../kernel/json.ts'
import { changesBetween, commitsSince, type FileChange, filesOf, isAncestor } from '../history.ts'
import { type GitObject, readTree } from '../objects.ts'
import { objectsIn, type Repository } from '../repository.ts'
import { git } from './git.ts'
import type { Command, PushRequest } from './push-request.ts'

/** What a push would do to one ref. 'force': commits would be lost. */
export type UpdateOp = 'create' | 'update' | 'force' | 'delete'

/** What a push says, as its body stands in a call. Types, not interfaces: they are plain JSON. */
export type Update = { ref: string; op: UpdateOp; old: string | null; new: string | null }

/** What a commit does to a file. `added`: the lines that were not in it before. */
export type BroughtFile = { path: string; op: FileChange['op']; added: string }

export type BroughtCommit = { id: string; author: string; message: string; files: BroughtFile[] }

export type Push = {
  updates: Update[]
  /** All that are new to the repository, the earliest first: what a later one takes back has been brought all the same. */
  commits: BroughtCommit[]
  /** What comes with it and stands in none of them: tags, and what nothing names. */
  others: string[]
}

/**
 * What a push would bring. Its objects are unpacked beside the repository, where nothing finds them, and are gone before this returns.
 * @throws {Error} they are none, they are too large, or what it names is not among them.
 */
export function broughtBy({ commands, pack }: PushRequest, repository: Repository): Push & { [name: string]: Json } {
  demandRoomFor(pack, repository)
  return beside(repository, (quarantine, run) => {
    if (pack.length > 0) run(['unpack-objects', '-q'], pack)
    return { ...describe(commands, repository.with(quarantine), quarantine, repository.refs()) }
  })
}

/** @throws {Error} a pack holds no objects, or more than a trial may keep. */
export function demandRoomFor(pack: Buffer, repository: Repository): void {
  if (pack.length === 0) return
  const digest = hash('sha256', pack)
  const known = repository.weighed.get(digest)
  const bytes = known ?? beside(repository, (quarantine, run) => unpackedSize(pack, join(quarantine, 'pack'), run))
  repository.weighed.set(digest, bytes)
  repository.demandRoom(bytes)
}

/** Runs git on a repository. @throws {Error} it ends badly. */
type RunGit = (args: readonly string[], input: Uint8Array) => Buffer

/** Does something in a folder for objects beside those of a repository. */
function beside<T>(repository: Repository, act: (quarantine: string, run: RunGit) => T): T {
  const { folder } = repository
  const quarantine = join(folder, 'objects', 'incoming')
  const env = { GIT_OBJECT_DIRECTORY: quarantine, GIT_ALTERNATE_OBJECT_DIRECTORIES: join(folder, 'objects') }
  mkdirSync(quarantine)
  try {
    return act(quarantine, (args, input) => {
      const { status, stderr, stdout } = git(args, { folder, input, env })
      if (status !== 0) throw new Error(`its objects cannot be unpacked: ${cutMiddle(stderr.trim(), 1_000)}`)
      return stdout
    })
  } finally {
    rmSync(quarantine, { recursive: true, force: true })
  }
}

/**
 * How large its objects are, each whole, in bytes: what is told as the difference to another one can take a thousand times its
 * room. Nothing of them is written for that but the pack itself.
 */
function unpackedSize(pack: Buffer, place: string, run: RunGit): number {
  run(['index-pack', '--stdin', '--fix-thin'], pack)
  const index = readdirSync(place).find((name) => name.endsWith('.idx')) ?? ''
  const lines = run(['show-index'], readFileSync(join(place, index)))
    .toString('latin1')
    .split('\n')
  const ids = lines.flatMap((line) => line.split(' ')[1] ?? [])
  // A client that knows all to be there already sends a pack of nothing.
  if (ids.length === 0) return 0
  const sizes = run(['cat-file', '--batch-check=%(objectsize)'], Buffer.from(`${ids.join('\n')}\n`))
  return sizes
    .toString('latin1')
    .split('\n')
    .reduce((sum, size) => sum + Number(size), 0)
}

function describe(
  commands: readonly Command[],
  all: Repository,
  quarantine: string,
  refs: ReadonlyMap<string, string>,
): Push {
  const updates = commands.map((command) => updateOf(command, all, refs))
  const told = new Set<string>()
  const commits: BroughtCommit[] = []
  const tips = [...refs.values()].map((id) => peeled(all, id))
  for (const { new: id } of commands) {
    if (id === undefined || all.read(peeled(all, id)).kind !== 'commit') continue
    const fresh = commitsSince(all, peeled(all, id), [...tips, ...commits.map((one) => one.id)])
    for (const one of fresh) commits.push(commitOf(one, all, told))
  }
  const names = new Set(
    [...commits.map(({ id }) => id), ...tips].flatMap((id) => [...filesIn(all, id)].flatMap((path) => path.split('/'))),
  )
  const others = objectsIn(quarantine).flatMap((id) => unsaidIn(all.read(id), told.has(id), names))
  return { updates, commits, others }
}

/** Tags may lead to anything. */
function filesIn(all: Repository, id: string): Iterable<string> {
  return all.read(id).kind === 'commit' ? filesOf(all, id).keys() : []
}

/** What an object says that stands nowhere else: names in trees that hold no file, and headers of commits that nobody shows. */
function unsaidIn({ kind, content }: GitObject, isTold: boolean, names: ReadonlySet<string>): string[] {
  if (kind === 'tree')
    return readTree(content).flatMap(({ name }) => (names.has(name) ? [] : [textOf(Buffer.from(name))]))
  if (!isTold) return [textOf(content)]
  return kind === 'commit' ? unshownHeaders(content.toString('utf8')) : []
}

function unshownHeaders(commit: string): string[] {
  const [head = ''] = commit.split('\n\n', 1)
  const rest = head.split('\n').filter((line) => !/^(tree|parent|author|committer) /.test(line))
  return rest.length === 0 ? [] : [rest.join('\n')]
}

function updateOf({ ref, new: fresh }: Command, all: Repository, refs: ReadonlyMap<string, string>): Update {
  const old = refs.get(ref)
  const what = { ref, old: old ?? null, new: fresh ?? null }
  if (fresh === undefined) return { ...what, op: 'delete' }
  if (old === undefined) return { ...what, op: 'create' }
  const [before, after] = [peeled(all, old), peeled(all, fresh)]
  const follows = all.read(after).kind === 'commit' && isAncestor(all, before, after)
  return { ...what, op: follows ? 'update' : 'force' }
}

/** What a tag is about. */
function peeled(all: Repository, id: string): string {
  const { kind, content } = all.read(id)
  const [, inner] = (kind === 'tag' && /^object ([0-9a-f]{40})\n/.exec(content.toString('utf8'))) || []
  return inner === undefined ? id : peeled(all, inner)
}

/** @param told Objects that are spoken of: the commit's own, and the files that it brings. */
function commitOf(id: string, all: Repository, told: Set<string>): BroughtCommit {
  const { parents, author, committer, message } = all.commit(id)
  told.add(id)
  const before = parents.map((parent) => filesOf(all, parent))
  const after = filesOf(all, id)
  const changes = before.length === 0 ? changesBetween(new Map(), after) : changesBetween(before[0] ?? new Map(), after)
  const files = changes.map(({ path, op, before: old, after: now }): BroughtFile => {
    if (now) told.add(now.id)
    return { path, op, added: addedTo(contentOf(all, old?.id), contentOf(all, now?.id)) }
  })
  const by = author === committer ? author : `${author}, ${committer}`
  return { id, author: by, message, files }
}

/** Nothing where there is no file, or what stands there is the commit of another repository. */
function contentOf(all: Repository, id: string | undefined): string {
  return id !== undefined && all.has(id) ? textOf(all.read(id, 'blob').content) : ''
}

/** Bytes that are no text stand each for a character, and zeros for none: what is spelled in them, in wide characters too, can be found. */
function textOf(content: Buffer): string {
  const text = content.toString('utf8')
  return (Buffer.from(text).equals(content) ? text : content.toString('latin1')).replaceAll('\0', '')
}

/** From the first line that was not there to the last one: what stands between them may be a part of what they say together. */
function addedTo(before: string, after: string): string {
  const old = new Set(before.split('\n'))
  const lines = after.split('\n')
  const isNew = (line: string) => !old.has(line)
  return lines.slice(lines.findIndex(isNew) >>> 0, lines.findLastIndex(isNew) + 1).join('\n')
}
