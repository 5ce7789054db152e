import { currentMembers } from '../../../boundary/current.ts'
import { messageOf } from '../../../kernel/errors.ts'
import { type Collection, defineCollection } from '../../collection.ts'
import { changesBetween, commitsSince, filesOf } from './history.ts'
import { placeForRepository } from './place.ts'
import { Repository, type Seed } from './repository.ts'
import { fileImage } from './seed.ts'
import type { Check, ReadFile, RepositorySource } from './source.ts'

export type Ref = { ref: string; sha: string }
export type CommitMember = { author: string; message: string; parents: string[] }
export type FileMember = { path: string; sha: string; text?: string; bytes?: number }
export type Pull = {
  number: number
  title: string
  body: string | null
  /** The branch that is proposed, and the one that it is proposed for. */
  head: string
  base: string
  state: 'open' | 'closed'
  merged: boolean
  merge_commit_sha: string | null
}
export type CheckRun = { name: string; head_sha: string; conclusion: 'success' | 'failure'; summary: string }
export type Rule = { push: boolean; checks: string[] }

/** What there is in a forge, as effects and scorers see it. */
export interface Kept {
  /** By 'refs/heads/main'. */
  refs: Collection<Ref>
  /** What stands on some branch or tag, by id. */
  commits: Collection<CommitMember>
  /** What the main branch holds, by path. */
  files: Collection<FileMember>
  /** By number. */
  pulls: Collection<Pull>
  /** What every check said of the head of a branch: 'COMMIT test'. */
  checks: Collection<CheckRun>
  /** What protects a branch, by its name. */
  protection: Collection<Rule>
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
  /** Undefined where nothing protects the branch. */
  protection(branch: string): Rule | undefined
  /** Tells what has become of the repository since this was asked last: from its own state, whatever a client or git said of it. */
  tell(): void
}

export function forgeOf(name: string, source: RepositorySource, seed: Seed): Forge {
  const trials = new WeakMap<object, Repository>()
  const kept = keptOf(name, source, seed)
  const repository = () => {
    const trial = currentMembers.getStore()
    if (!trial) throw new Error('Failed to open a repository: no trial runs.')
    const known = trials.get(trial)
    if (known) return known
    const made = Repository.create(placeForRepository(), seed)
    trials.set(trial, made)
    return made
  }
  const forge: Forge = {
    ...{ name, source, kept, repository },
    main: `refs/heads/${seed.branch}`,
    protection: (branch) => kept.protection.get(branch),
    tell: () => tell(forge),
  }
  return forge
}

/** 'forge push refs/heads/main', whichever way it comes; where commits are lost 'forge push --force' or 'forge push --delete'. */
export function pushTarget(name: string, ref: string, op = 'update'): string {
  return `${name} push ${op === 'force' || op === 'delete' ? `--${op} ` : ''}${ref}`
}

function keptOf(name: string, { protect = {} }: RepositorySource, seed: Seed): Kept {
  const [head = ''] = seed.refs.values()
  const at = Repository.inMemory(seed)
  const files = [...filesOf(at, head)].map(([path, { id }]) => [path, imageOf(at, path, id)] as const)
  const refs = [...seed.refs].map(([ref, sha]) => [ref, { ref, sha }] as const)
  const rules = Object.entries(protect).map(([branch, { push = false, checks = [] }]): [string, Rule] => {
    return [branch, { push, checks: [...checks] }]
  })
  return {
    refs: defineCollection<Ref>(`${name}.refs`, Object.fromEntries(refs)),
    commits: defineCollection<CommitMember>(`${name}.commits`, { [head]: commitMember(at, head) }),
    files: defineCollection<FileMember>(`${name}.files`, Object.fromEntries(files)),
    pulls: defineCollection<Pull>(`${name}.pulls`),
    checks: defineCollection<CheckRun>(`${name}.checks`),
    protection: defineCollection<Rule>(`${name}.protection`, Object.fromEntries(rules)),
  }
}

function tell(forge: Forge): void {
  const { kept, main } = forge
  const repository = forge.repository()
  const before = new Map(kept.refs.entries().map(([ref, { sha }]) => [ref, sha]))
  const after = repository.refs()
  for (const ref of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [old, sha] = [before.get(ref), after.get(ref)]
    if (old === sha) continue
    if (sha === undefined) kept.refs.delete(ref)
    else if (old === undefined) kept.refs.create(ref, { ref, sha })
    else kept.refs.update(ref, { sha })
    if (sha !== undefined && repository.read(sha).kind === 'commit') tellCommits(forge, ref, sha)
  }
  if (before.get(main) !== after.get(main)) tellFiles(repository, kept.files, before.get(main), after.get(main))
}

/** The commits that a ref brings, and what the checks say of a branch's head. */
function tellCommits({ kept: { commits, checks }, source, repository }: Forge, ref: string, sha: string): void {
  const known = commits.entries().map(([id]) => id)
  for (const id of commitsSince(repository(), sha, known)) commits.create(id, commitMember(repository(), id))
  if (!ref.startsWith('refs/heads/')) return
  for (const [name, check] of Object.entries(source.checks ?? {})) {
    const id = `${sha} ${name}`
    if (!checks.get(id)) checks.create(id, { name, head_sha: sha, ...verdictOf(check, repository(), sha) })
  }
}

/** A check that cannot tell has failed: what stands there is the agent's. */
function verdictOf(check: Check, repository: Repository, sha: string): Pick<CheckRun, 'conclusion' | 'summary'> {
  const files = filesOf(repository, sha)
  const read: ReadFile = (path) => {
    const file = files.get(path)
    return file && repository.has(file.id) ? repository.read(file.id, 'blob').content.toString('utf8') : undefined
  }
  try {
    const wrong = check(read)
    return wrong === undefined
      ? { conclusion: 'success', summary: '' }
      : { conclusion: 'failure', summary: String(wrong) }
  } catch (thrown) {
    return { conclusion: 'failure', summary: messageOf(thrown) }
  }
}

function tellFiles(
  repository: Repository,
  files: Collection<FileMember>,
  before: string | undefined,
  after: string | undefined,
): void {
  for (const { path, op, after: now } of changesBetween(filesOf(repository, before), filesOf(repository, after))) {
    if (op === 'delete' || !now) files.delete(path)
    else if (op === 'create') files.create(path, imageOf(repository, path, now.id))
    else files.update(path, imageOf(repository, path, now.id))
  }
}

function commitMember(repository: Repository, id: string): CommitMember {
  const { author, message, parents } = repository.commit(id)
  return { author, message, parents }
}

/** What stands there may be the commit of another repository. */
function imageOf(repository: Repository, path: string, sha: string): FileMember {
  return { path, sha, ...(repository.has(sha) && fileImage(repository.read(sha))) }
}
