import { digest, type Json } from '../../kernel/json.ts'

/** One model call on its way. */
export interface ModelTurn {
  /** The world runs it, under this id. */
  took(call: string): void
  end(): void
}

/**
 * Which model call proposed what its client does next: the last one, because an agent acts between two turns. With a second
 * conversation nothing that a client sends says which of the two it acts for, and no cause is told from then on.
 */
export interface Turns {
  readonly cause: string | undefined
  /** `opening`: what all requests of its conversation begin with, where that is known. */
  begin(opening: Json | undefined): ModelTurn
}

export function watchTurns(): Turns {
  const conversations = new Set<string>()
  let underWay = 0
  let several = false
  let last: string | undefined
  return {
    get cause() {
      return several ? undefined : last
    },
    begin: (opening) => {
      if (opening !== undefined) conversations.add(digest(opening))
      several ||= underWay > 0 || conversations.size > 1
      underWay++
      return {
        took: (call) => {
          last = call
        },
        end: () => void underWay--,
      }
    },
  }
}
