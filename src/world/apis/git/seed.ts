import { deflateSync } from 'node:zlib'
import { treeOf } from './history.ts'
import { FILE, framed, type GitObject, idOf, writeCommit } from './objects.ts'
import type { Seed } from './repository.ts'

/** Who made what was there before, and when: the same commit in every trial and on every machine. */
const FOUNDER = 'Maintainers <maintainers@forge.test> 1767225600 +0000'

/** One commit that holds the files. Made without git: to load a scenario needs no program. */
export function seedOf(files: ReadonlyMap<string, Buffer>, branch: string): Seed {
  const objects = new Map<string, GitObject>()
  const keep = (object: GitObject) => {
    const id = idOf(object)
    objects.set(id, object)
    return id
  }
  const entries = [...files].map(([path, content]) => {
    return [path, { mode: FILE, id: keep({ kind: 'blob', content }) }] as const
  })
  const tree = treeOf((content) => keep({ kind: 'tree', content }), new Map(entries))
  const content = writeCommit({ tree, parents: [], author: FOUNDER, committer: FOUNDER, message: 'Initial commit' })
  const head = keep({ kind: 'commit', content })
  const stored = new Map([...objects].map(([id, object]) => [id, deflateSync(framed(object))]))
  return { objects, stored, refs: new Map([[`refs/heads/${branch}`, head]]), branch }
}

/** What is known of a file: its text, or of bytes their size. */
export function fileImage({ content }: GitObject): { text: string } | { bytes: number } {
  const text = content.toString('utf8')
  const isText = Buffer.from(text).equals(content) && content.length <= LONGEST
  return isText ? { text } : { bytes: content.length }
}

/** Longer texts stand in the trace as their digest alone. In bytes. */
const LONGEST = 16_384
