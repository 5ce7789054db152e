import { createHash } from 'node:crypto'

// Git's objects as bytes: what they are called by, and what stands in them.

export type ObjectKind = 'blob' | 'tree' | 'commit' | 'tag'

export interface GitObject {
  kind: ObjectKind
  content: Buffer
}

/** One line of a tree. */
export interface TreeEntry {
  mode: string
  name: string
  id: string
}

export interface Commit {
  tree: string
  parents: string[]
  /** As git writes it: 'Ada <ada@acme.test> 1767225600 +0000'. */
  author: string
  committer: string
  message: string
}

/** Git's mark of a folder in a tree. */
export const FOLDER = '40000'
export const FILE = '100644'

/** The object as it is digested and stored. */
export function framed({ kind, content }: GitObject): Buffer {
  return Buffer.concat([Buffer.from(`${kind} ${content.length}\0`), content])
}

export function idOf(object: GitObject): string {
  return createHash('sha1').update(framed(object)).digest('hex')
}

/** @throws {Error} the bytes are no object. */
export function unframed(bytes: Buffer): GitObject {
  const end = bytes.indexOf(0)
  const [, kind, size] = /^(blob|tree|commit|tag) (\d+)$/.exec(bytes.toString('latin1', 0, Math.max(end, 0))) ?? []
  const content = bytes.subarray(end + 1)
  if (kind === undefined || Number(size) !== content.length) throw new Error('it is no object of git')
  return { kind: kind as ObjectKind, content }
}

/** Git sorts a folder as if its name ended in '/'. */
export function writeTree(entries: readonly TreeEntry[]): Buffer {
  const key = ({ mode, name }: TreeEntry) => Buffer.from(mode === FOLDER ? `${name}/` : name)
  const sorted = [...entries].sort((a, b) => Buffer.compare(key(a), key(b)))
  return Buffer.concat(
    sorted.flatMap(({ mode, name, id }) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]),
  )
}

export function readTree(content: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = []
  for (let at = 0; at < content.length; ) {
    const end = content.indexOf(0, at)
    const head = content.toString('utf8', at, end)
    const space = head.indexOf(' ')
    if (end < 0 || space < 0) throw new Error('a tree in it is broken')
    at = end + 21
    const id = content.toString('hex', end + 1, at)
    entries.push({ mode: head.slice(0, space), name: head.slice(space + 1), id })
  }
  return entries
}

export function writeCommit({ tree, parents, author, committer, message }: Commit): Buffer {
  const lines = [`tree ${tree}`, ...parents.map((parent) => `parent ${parent}`)]
  const text = message.endsWith('\n') ? message : `${message}\n`
  return Buffer.from([...lines, `author ${author}`, `committer ${committer}`, '', text].join('\n'))
}

export function readCommit(content: Buffer): Commit {
  const text = content.toString('utf8')
  const end = text.indexOf('\n\n')
  const head = end < 0 ? text : text.slice(0, end)
  const said = head.split('\n').map((line): [string, string] => {
    const space = line.indexOf(' ')
    return [line.slice(0, space), line.slice(space + 1)]
  })
  const all = (name: string) => said.flatMap(([key, value]) => (key === name ? [value] : []))
  const [one = ''] = all('tree')
  const [[author = ''], [committer = '']] = [all('author'), all('committer')]
  return { tree: one, parents: all('parent'), author, committer, message: end < 0 ? '' : text.slice(end + 2) }
}
