import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { currentMembers, currentTrial } from '../../../boundary/current.ts'
import { makeTemporary } from '../../../kernel/temporary.ts'
import { type Collection, defineCollection } from '../../collection.ts'
import { changesBetween, commitsSince, filesOf } from './history.ts'
import { Repository, type Seed } from './repository.ts'
import { fileImage } from './seed.ts'
import type { RepositorySource } from './source.ts'

export type Ref = { sha: string }
export type CommitMember = { author: string; message: string; parents: string[] }
export type FileMember = { id: string; text?: string; bytes?: number }

/** What there is in a forge, as effects and scorers see it. */
export interface Kept {
  /** By 'refs/heads/main'. */
  refs: Collection<Ref>
  /** What stands on some branch or tag, by id. */
  commits: Collection<CommitMember>
  /** What the main branch holds, by path. */
  files: Collection<FileMember>
}

/** A forge that serves one repository; every trial has its own. */
export interface Forge {
  name: string
  source: RepositorySource
  /** 'refs/heads/main'. */
  main: string
  kept: Kept
  /** The running trial's: made when it is first asked for, and gone with it. */
  repository(): Repository
  /** Tells what has become of the repository since this was asked last: from its own state, whatever a client or git said of it. */
  tell(): void
}

export function forgeOf(name: string, source: RepositorySource, seed: Seed): Forge {
  const trials = new WeakMap<object, Repository>()
  const kept = keptOf(name, seed)
  const repository = () => {
    const trial = currentMembers.getStore()
    if (!trial) throw new Error('Failed to open a repository: no trial runs.')
    const known = trials.get(trial)
    if (known) return known
    const made = Repository.create(folderFor(), seed)
    trials.set(trial, made)
    return made
  }
  const main = `refs/heads/${seed.branch}`
  return { name, source, main, kept, repository, tell: () => tell(repository(), kept, main) }
}

function folderFor(): string {
  const place = makeTemporary('mettle-git-')
  currentTrial.getStore()?.atEnd('remove a repository', () => rmSync(place, { recursive: true, force: true }))
  const folder = join(place, 'repository.git')
  mkdirSync(folder)
  return folder
}

function keptOf(name: string, seed: Seed): Kept {
  const [head = ''] = seed.refs.values()
  const at = Repository.inMemory(seed)
  const files = [...filesOf(at, head)].map(([path, { id }]) => [path, imageOf(at, id)] as const)
  const refs = [...seed.refs].map(([ref, sha]) => [ref, { sha }] as const)
  return {
    refs: defineCollection<Ref>(`${name}.refs`, Object.fromEntries(refs)),
    commits: defineCollection<CommitMember>(`${name}.commits`, { [head]: commitMember(at, head) }),
    files: defineCollection<FileMember>(`${name}.files`, Object.fromEntries(files)),
  }
}

function tell(repository: Repository, { refs, commits, files }: Kept, main: string): void {
  const before = new Map(refs.entries().map(([ref, { sha }]) => [ref, sha]))
  const after = repository.refs()
  const names = [...new Set([...before.keys(), ...after.keys()])].sort()
  const known = [...before.values()]
  for (const ref of names) {
    const [old, sha] = [before.get(ref), after.get(ref)]
    if (old === sha) continue
    if (sha === undefined) refs.delete(ref)
    else if (old === undefined) refs.create(ref, { sha })
    else refs.update(ref, { sha })
    if (sha === undefined || repository.read(sha).kind !== 'commit') continue
    for (const id of commitsSince(
      repository,
      sha,
      known.filter((one) => repository.read(one).kind === 'commit'),
    )) {
      if (!commits.get(id)) commits.create(id, commitMember(repository, id))
    }
    known.push(sha)
  }
  if (before.get(main) !== after.get(main)) tellFiles(repository, files, before.get(main), after.get(main))
}

function tellFiles(
  repository: Repository,
  files: Collection<FileMember>,
  before: string | undefined,
  after: string | undefined,
): void {
  for (const { path, op, after: now } of changesBetween(filesOf(repository, before), filesOf(repository, after))) {
    if (op === 'delete' || !now) files.delete(path)
    else if (op === 'create') files.create(path, imageOf(repository, now.id))
    else files.update(path, imageOf(repository, now.id))
  }
}

function commitMember(repository: Repository, id: string): CommitMember {
  const { author, message, parents } = repository.commit(id)
  return { author, message, parents }
}

/** What stands there may be the commit of another repository. */
function imageOf(repository: Repository, id: string): FileMember {
  return repository.has(id) ? (fileImage(repository.read(id)) as FileMember) : { id }
}
