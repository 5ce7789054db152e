import type { TentativeEffect } from '../../../boundary/tentative-effect.ts'
import { inOrder } from '../journal/change-order.ts'
import type { RowChange } from '../lanes/lane.ts'
import { type Changes, effectOf, unlisted } from './changes.ts'

/**
 * Knows which call made which change of a connection. A connection runs one statement at a time, and the journal counts
 * on whatever becomes of a change: all that lies behind the place where a statement began is that statement's. What an
 * agent says in its SQL cannot move it to another call.
 */
export class Attribution {
  /** Up to where the journal was read. */
  position = 0
  /** Where the transaction that is open now began. */
  start = 0
  /** Changes of the open transaction that are still there, by their place. */
  #open = new Map<number, TentativeEffect>()
  #marks: { after: number; call: string }[] = []
  readonly #database: string

  constructor(database: string) {
    this.#database = database
  }

  /** A statement begins. `fresh`: no transaction is open. */
  begin(call: string, fresh: boolean): void {
    if (fresh) {
      this.start = this.position
      this.#marks = []
      this.#open.clear()
    }
    this.#marks.push({ after: this.position, call })
  }

  /** Takes in what was read behind `position`. Returns what is new, what is too much to be listed as counts. */
  add(read: Changes): TentativeEffect[] {
    const added = inOrder(read.changes).map((change) => this.#enter(change))
    this.position = read.seq
    const call = this.#marks.at(-1)?.call ?? ''
    return [...added, ...unlisted(this.#database, read).map((effect) => ({ ...effect, call }))]
  }

  /** Takes in all that is left of the open transaction. Returns what of it was there before and is gone. */
  replace({ seq, changes }: Changes): TentativeEffect[] {
    const before = this.#open
    this.#open = new Map()
    for (const change of inOrder(changes)) this.#enter(change)
    this.position = seq
    return [...before].flatMap(([place, effect]) => (this.#open.has(place) ? [] : [effect]))
  }

  /** What the last statement changed was taken back. Returns it. */
  takeBack(): TentativeEffect[] {
    const after = this.#marks.at(-1)?.after ?? 0
    const gone = [...this.#open].filter(([place]) => place > after)
    for (const [place] of gone) this.#open.delete(place)
    return gone.map(([, effect]) => effect)
  }

  /** The transaction is over. Returns what was open. */
  close(): TentativeEffect[] {
    const left = [...this.#open.values()]
    this.#open.clear()
    return left
  }

  #enter(change: RowChange): TentativeEffect {
    const call = this.#marks.findLast(({ after }) => after < change.seq)?.call ?? ''
    const effect = { ...effectOf(this.#database, change), call }
    this.#open.set(change.seq, effect)
    return effect
  }
}
