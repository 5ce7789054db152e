import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import { type Commit, framed, type GitObject, idOf, type ObjectKind, readCommit, unframed } from './objects.ts'

/** A larger object is none that a world has: hostile bytes can say a gigabyte in a thousand. */
const LARGEST = 64 * 1024 * 1024
/** Nor are so many read of one push, or kept of all pushes of a trial. In bytes. */
const MOST = 128 * 1024 * 1024

/** What every repository begins with: objects as they lie on disk, by id, and refs. */
export interface Seed {
  objects: ReadonlyMap<string, GitObject>
  stored: ReadonlyMap<string, Buffer>
  /** 'refs/heads/main' -> id. */
  refs: ReadonlyMap<string, string>
  /** 'main'. */
  branch: string
}

/** A bare repository on disk, as git has it: every object in a file of its own. */
export class Repository {
  readonly folder: string
  /** Objects never change: those that were read, the seed's among them. */
  readonly #known: Map<string, GitObject>
  readonly #quarantine: string | undefined
  #loaded = 0
  /** What its first objects take, in bytes. */
  #seeded = 0

  private constructor(folder: string, known: Map<string, GitObject>, quarantine?: string) {
    this.folder = folder
    this.#known = known
    this.#quarantine = quarantine
  }

  /** Makes it anew. @param folder Must not exist. */
  static create(folder: string, { objects, stored, refs, branch }: Seed): Repository {
    const made = new Repository(folder, new Map(objects))
    for (const part of ['objects/info', 'objects/pack', 'refs/heads', 'refs/tags'])
      mkdirSync(join(folder, part), { recursive: true })
    writeFileSync(join(folder, 'HEAD'), `ref: refs/heads/${branch}\n`)
    writeFileSync(join(folder, 'config'), CONFIG)
    for (const [id, bytes] of stored) {
      made.#store(id, bytes)
      made.#seeded += bytes.length
    }
    for (const [ref, id] of refs) made.setRef(ref, id)
    return made
  }

  /** The objects of a seed, for whoever reads alone. */
  static inMemory({ objects }: Pick<Seed, 'objects'>): Repository {
    return new Repository('', new Map(objects))
  }

  /** The same with objects that lie elsewhere, beside its own. Nothing that is read there is kept. */
  with(quarantine: string): Repository {
    return new Repository(this.folder, new Map(this.#known), quarantine)
  }

  /** 'refs/heads/main' -> id, in the order of their names. */
  refs(): Map<string, string> {
    const root = join(this.folder, 'refs')
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    const named = files.map((one): [string, string] => {
      const path = join(one.parentPath, one.name)
      return [`refs${path.slice(root.length).replaceAll('\\', '/')}`, readFileSync(path, 'utf8').trim()]
    })
    return new Map(named.filter(([name]) => !name.endsWith('.lock')).sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  /** @param id Undefined deletes it. */
  setRef(ref: string, id: string | undefined): void {
    const path = join(this.folder, ref)
    if (id === undefined) {
      rmSync(path, { force: true })
      return
    }
    mkdirSync(dirname(path), { recursive: true })
    replaceFile(path, `${id}\n`)
  }

  write(kind: ObjectKind, content: Buffer): string {
    const object = { kind, content }
    const id = idOf(object)
    if (!this.#known.has(id)) this.#store(id, deflateSync(framed(object)))
    this.#known.set(id, object)
    return id
  }

  /** @throws {Error} there is none, or it is another kind of thing. */
  read(id: string, kind?: ObjectKind): GitObject {
    const found = this.#known.get(id) ?? this.#load(id)
    if (!found) throw new Error(`there is no object ${id}`)
    if (kind !== undefined && found.kind !== kind) throw new Error(`${id} is a ${found.kind}, not a ${kind}`)
    this.#known.set(id, found)
    return found
  }

  has(id: string): boolean {
    return this.#known.has(id) || this.#places(id).some((path) => existsSync(path))
  }

  /** How large the objects of packs are, in bytes, by the pack's digest: it is asked before a push is decided on and when it runs. */
  readonly weighed = new Map<string, number>()

  /** @throws {Error} with so many bytes more, its objects would take more of the disk than a trial has. */
  demandRoom(bytes: number): void {
    const objects = join(this.folder, 'objects')
    const files = readdirSync(objects, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
    const taken = files.reduce((sum, one) => sum + statSync(join(one.parentPath, one.name)).size, 0)
    if (taken + bytes <= this.#seeded + MOST) return
    throw new Error(`it brings ${bytes} bytes to ${taken}: a trial keeps ${MOST} of what is pushed`)
  }

  commit(id: string): Commit {
    return readCommit(this.read(id, 'commit').content)
  }

  #load(id: string): GitObject | undefined {
    if (!/^[0-9a-f]{40}$/.test(id)) return undefined
    const path = this.#places(id).find((one) => existsSync(one))
    if (path === undefined) return undefined
    const found = readStored(path)
    this.#loaded += found.content.length
    if (this.#quarantine && this.#loaded > MOST) throw new Error(`it brings more than ${MOST} bytes`)
    return found
  }

  #places(id: string): string[] {
    const path = join(id.slice(0, 2), id.slice(2))
    const places = [join(this.folder, 'objects'), ...(this.#quarantine ? [this.#quarantine] : [])]
    return places.map((place) => join(place, path))
  }

  #store(id: string, bytes: Buffer): void {
    const path = join(this.folder, 'objects', id.slice(0, 2), id.slice(2))
    mkdirSync(dirname(path), { recursive: true })
    if (!existsSync(path)) replaceFile(path, bytes)
  }
}

/** @throws {Error} it is no object, or larger than any that is taken. */
function readStored(path: string): GitObject {
  return unframed(inflateSync(readFileSync(path), { maxOutputLength: LARGEST }))
}

/** The objects that lie in a folder of their own: ids in the order of their names. */
export function objectsIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
  const ids = files.map((one) => join(one.parentPath, one.name).slice(folder.length).replace(/[\\/]/g, ''))
  return ids.filter((id) => /^[0-9a-f]{40}$/.test(id)).sort()
}

/** Nobody sees half of it. */
function replaceFile(path: string, bytes: Buffer | string): void {
  writeFileSync(`${path}.new`, bytes)
  renameSync(`${path}.new`, path)
}

/**
 * Every object that comes is unpacked and checked, nothing is repacked beside a trial, and a client may ask for any version of the
 * protocol.
 */
const CONFIG = `[core]
	repositoryformatversion = 0
	filemode = true
	bare = true
[gc]
	auto = 0
[receive]
	autogc = false
	fsckObjects = true
	unpackLimit = 1000000
	maxInputSize = 67108864
	denyDeleteCurrent = ignore
	advertisePushOptions = false
[uploadpack]
	allowFilter = true
`
