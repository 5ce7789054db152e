import { currentTrial } from '../../../../boundary/current.ts'
import type { Forge } from '../forge.ts'
import { type Files, treeOf } from '../history.ts'
import { writeCommit } from '../objects.ts'
import { Refused } from './asked.ts'

/** Who asked by the API, and who merges: the forge does it for them. */
const FORGE = 'Forge <noreply@forge.test>'

export interface NewCommit {
  files: Files
  parents: string[]
  message: string
}

/** Writes a commit at the time of the trial's clock: the same call makes the same commit in every trial. */
export function commitOf(forge: Forge, { files, parents, message }: NewCommit): string {
  const repository = forge.repository()
  const seconds = Math.floor((currentTrial.getStore()?.clock.now() ?? 0) / 1000)
  const by = `${FORGE} ${seconds} +0000`
  const tree = treeOf((content) => repository.write('tree', content), files)
  return repository.write('commit', writeCommit({ tree, parents, author: by, committer: by, message }))
}

/** Moves a ref, and tells what became of it. @throws {Refused} another ref stands where it would lie. */
export function move(forge: Forge, ref: string, sha: string | undefined): void {
  const others = [...forge.repository().refs().keys()]
  const inTheWay = others.find((one) => one.startsWith(`${ref}/`) || ref.startsWith(`${one}/`))
  if (inTheWay !== undefined) throw new Refused(422, `Reference cannot be created: ${inTheWay} exists`)
  forge.repository().setRef(ref, sha)
  forge.tell()
}

/** @throws {Refused} the branch takes changes by pull requests alone. */
export function mustTakePushes(forge: Forge, branch: string, status: number): void {
  const rule = forge.protection(branch)
  if (rule && !rule.push)
    throw new Refused(status, 'Repository rule violations found: Changes must be made through a pull request.')
}
