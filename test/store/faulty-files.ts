import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { disk, type Files } from '../../src/store/files.ts'

/** What goes wrong at one of the store's operations. */
export type Wrong =
  /** The process is gone. 'before' the operation, or 'after' it. */
  | { how: 'killed'; when: 'before' | 'after' }
  /** It is gone with so many bytes written. */
  | { how: 'torn'; bytes: number }
  /** So many bytes are written; whoever asks again can write the rest. */
  | { how: 'short'; bytes: number }
  /** The disk takes so many bytes more, then none until there is room. */
  | { how: 'full'; bytes: number }
  /** The device fails. A failed wait is told once, and what it was for is dropped, as Linux does. */
  | { how: 'fails' }

/** The process is gone: nothing that it tries has an effect any more. */
export class Killed extends Error {}

/** An operation that a trouble could befall. */
export interface Operation {
  name: Exclude<keyof Files, 'close'>
  /** How many bytes it was to write. */
  bytes: number
}

/** What a file holds on the disk, as far as anybody waited for it. */
interface Inode {
  safe: Buffer
  /** A wait for it failed: what it was for is gone, whatever later ones say. */
  dropped?: boolean
}

/**
 * Files of a folder, whose process or machine fails at one operation. It knows what a loss of power leaves: of each file what was
 * waited for, and of the names in the folder those that were there when somebody waited for the folder.
 */
export class FaultyFiles implements Files {
  readonly done: Operation[] = []
  readonly #at: number
  readonly #wrong: Wrong
  #killed = false
  #full = false
  #now = new Map<string, Inode>()
  #safe = new Map<string, Inode>()
  readonly #paths = new Map<number, string>()

  /** @param at The operation that the trouble befalls, from 0. @param before The files of the process that was there before. */
  constructor(at = Number.POSITIVE_INFINITY, wrong: Wrong = { how: 'killed', when: 'before' }, before?: FaultyFiles) {
    this.#at = at
    this.#wrong = wrong
    if (!before) return
    this.#now = new Map(before.#now)
    this.#safe = new Map(before.#safe)
  }

  open: Files['open'] = (path, flags) =>
    this.#do('open', 0, () => {
      const file = openSync(path, flags)
      this.#paths.set(file, path)
      const inode = this.#now.get(path) ?? { safe: Buffer.alloc(0) }
      // What is written from its start is written anew: the next wait is for all of it.
      if (flags === 'w') inode.dropped = false
      this.#now.set(path, inode)
      return file
    })

  write: Files['write'] = (file, bytes, from) => {
    const rest = bytes.subarray(from)
    const some = (count: number) => (count > 0 ? writeSync(file, rest.subarray(0, count)) : 0)
    return this.#do(
      'write',
      rest.length,
      () => some(rest.length),
      (wrong) => {
        if (wrong.how === 'torn') {
          some(wrong.bytes)
          return this.#kill()
        }
        if (wrong.how === 'short') return some(Math.max(1, wrong.bytes))
        if (wrong.how !== 'full') return undefined
        this.#full = true
        return some(wrong.bytes) || refuse('ENOSPC', 'no space left on device, write')
      },
    )
  }

  sync: Files['sync'] = (file) => this.#wait('sync', file, this.#contentOf(file))

  synced: Files['synced'] = async (file) => {
    // What comes meanwhile is not waited for.
    const content = this.#contentOf(file)
    await new Promise((done) => setImmediate(done))
    this.#wait('synced', file, content)
  }

  hasName: Files['hasName'] = () => true

  rename: Files['rename'] = (from, to) =>
    this.#do('rename', 0, () => {
      disk.rename(from, to)
      const moved = this.#now.get(from)
      if (moved) this.#now.set(to, moved)
      this.#now.delete(from)
      for (const [file, path] of this.#paths) if (path === from) this.#paths.set(file, to)
    })

  syncFolder: Files['syncFolder'] = (path) =>
    this.#do('syncFolder', 0, () => {
      for (const known of this.#safe.keys()) if (dirname(known) === path) this.#safe.delete(known)
      for (const [known, inode] of this.#now) if (dirname(known) === path) this.#safe.set(known, inode)
    })

  /** A process that is gone closes its files, too. */
  close: Files['close'] = (file) => {
    if (!this.#paths.delete(file)) return
    closeSync(file)
  }

  /** Ends the process: what it had open is closed. */
  end(): void {
    this.#killed = true
    for (const file of [...this.#paths.keys()]) this.close(file)
  }

  /** Puts the folder into the state in which a loss of power leaves it. @param kept The share of what nobody waited for that is there all the same. */
  losePower(kept: number): void {
    this.end()
    for (const [path, { safe }] of this.#safe) {
      const now = existsSync(path) ? readFileSync(path) : safe
      const more = now.subarray(0, safe.length).equals(safe) ? now.subarray(safe.length) : Buffer.alloc(0)
      writeFileSync(path, Buffer.concat([safe, more.subarray(0, Math.floor(kept * more.length))]))
    }
    for (const path of this.#now.keys()) if (!this.#safe.has(path)) rmSync(path, { force: true })
    this.#now = new Map(this.#safe)
    for (const [path] of this.#now) this.#now.set(path, { safe: readFileSync(path) })
    this.#safe = new Map(this.#now)
  }

  #do<T>(name: Operation['name'], bytes: number, work: () => T, partly?: (wrong: Wrong) => T | undefined): T {
    if (this.#killed) throw new Killed()
    if (this.#full && name === 'write') refuse('ENOSPC', 'no space left on device, write')
    this.done.push({ name, bytes })
    if (this.done.length - 1 !== this.#at) return work()
    const wrong = this.#wrong
    const came = partly?.(wrong)
    if (came !== undefined) return came
    if (wrong.how === 'fails') refuse('EIO', `i/o error, ${name}`)
    if (wrong.how === 'killed' && wrong.when === 'after') work()
    return this.#kill()
  }

  #kill(): never {
    this.#killed = true
    throw new Killed()
  }

  #contentOf(file: number): Buffer {
    const path = this.#paths.get(file)
    return path !== undefined && existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
  }

  #wait(name: 'sync' | 'synced', file: number, content: Buffer): void {
    const inode = this.#now.get(this.#paths.get(file) ?? '')
    const keep = () => {
      if (inode && !inode.dropped) inode.safe = content
    }
    this.#do(name, 0, keep, (wrong) => {
      if (inode && wrong.how === 'fails') inode.dropped = true
      return undefined
    })
  }
}

function refuse(code: string, message: string): never {
  throw Object.assign(new Error(`${code}: ${message}`), { code, syscall: 'write' })
}
