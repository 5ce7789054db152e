import type { HttpInput } from '../../boundary/http-world.ts'
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
  begin(input: Json): ModelTurn
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
    begin: (input) => {
      const opening = openingOf(input)
      if (opening !== undefined) conversations.add(opening)
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

/** What all requests of one conversation begin with; undefined where a request refers to an earlier one in place of it. */
function openingOf(input: Json): string | undefined {
  const { body } = input as unknown as HttpInput
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  const { model, messages, input: items, instructions, system, previous_response_id: earlier } = body
  const said = messages ?? items
  if (earlier !== undefined && earlier !== null) return undefined
  const turns = Array.isArray(said) ? said.slice(0, firstFromUser(said)) : said
  return digest([model ?? null, instructions ?? system ?? null, turns ?? null])
}

function firstFromUser(turns: readonly Json[]): number {
  const at = turns.findIndex((turn) => (turn as { role?: Json } | null)?.role === 'user')
  return at < 0 ? 1 : at + 1
}
