/** Something of mettle's that is there without its owner: of a process that is dead for certain. */
export interface Leftover {
  /** Where it is: a path, '4711 node', the name of a container. What others have named is in it: hostile data. */
  place: string
  /** Its owner's mark or tag. */
  owner: string
  /** Removes it. Whoever removes it at the same time does no harm. @throws {Error} it is still there. */
  remove(): Promise<void> | void
  /** Where it lies once it was removed, if that set it aside: it holds what somebody may want. */
  keptAt?(): string | undefined
}

/** Where runs of a project work, as far as that says where something of them may be left. */
export interface Grounds {
  /** Where its folder will lie: an absolute path. */
  out: string
  /** Where its databases come from: 'embedded', 'container', a URL. */
  database: string
}

/** One kind of what runs leave where they are killed. It finds what is certainly mettle's, and certainly nobody's who lives. */
export interface LeftoverKind<G = unknown> {
  /** 'process' */
  name: string
  /** @throws {Error} why nobody can tell. */
  find(grounds: G): Promise<Leftover[]> | Leftover[]
}

/** Finds and removes all of a kind: how many are gone. What cannot be removed stays for the next one. */
export async function sweepKind<G>(kind: LeftoverKind<G>, grounds?: G): Promise<number> {
  let gone = 0
  for (const left of await kind.find(grounds as G)) {
    try {
      await left.remove()
      gone++
    } catch {
      // `mettle doctor --leftovers` tells of it.
    }
  }
  return gone
}
