import type { HttpRequest } from '../../boundary/wire.ts'
import type { EgressEvent } from '../../trace/events/egress.ts'
import type { HarnessFaultEvent } from '../../trace/events/harness-fault.ts'
import type { UncoveredEvent } from '../../trace/events/uncovered.ts'
import type { Delivered } from './delivered.ts'
import { type Exchange, type HttpSide, openExchange } from './exchange.ts'

/** What a trial offers to the HTTP clients of its process. */
export interface HttpTrial extends HttpSide {
  /** Does the code that runs now belong to this trial, and not to one that is over? */
  belongs(): boolean
  note(event: EgressEvent | UncoveredEvent | HarnessFaultEvent): void
}

/** The trial that runs now, for every door of this process. */
export interface HttpServing {
  open(trial: HttpTrial): void
  close(): void
  /** Writes down what a door refused or cannot watch; nothing where no trial runs. */
  note(event: EgressEvent | UncoveredEvent): void
  /** Runs `end` when the trial closes, before it does. Returns the way to call that off. */
  atClose(end: () => void): () => void
  /** Takes a request across the seam. */
  serve: Exchange
}

/** Without a trial, and for hosts outside the trial's world, every request is refused. */
export function createServing(): HttpServing {
  let trial: HttpTrial | undefined
  let exchange: Exchange | undefined
  const ends = new Set<() => void>()
  const current = () => (trial?.belongs() ? trial : undefined)
  return {
    open: (next) => {
      trial = next
      exchange = openExchange(next)
    },
    close: () => {
      for (const end of ends) end()
      ends.clear()
      trial = undefined
      exchange = undefined
    },
    note: (event) => current()?.note(event),
    atClose: (end) => {
      ends.add(end)
      return () => void ends.delete(end)
    },
    serve: async (request, signal, via): Promise<Delivered> => {
      if (current() && exchange) return exchange(request, signal, via)
      // It may be this trial's own code, held by an earlier one: told, so that its failure is no riddle.
      trial?.note({ type: 'uncovered', what: 'earlier-trial', detail: targetOf(request) })
      return { kind: 'broken', how: 'refused' }
    },
  }
}

function targetOf({ url }: HttpRequest): string {
  return `${url.origin}${url.pathname}`
}
