import type { Deeds } from '../causes.ts'

/** What an agent does without faults, as it goes over a wire. */
export interface PlainDeeds {
  kinds: [kind: string, count: number][]
  contents: string
}

/** What a search tells whoever judges a plan in the worker. */
export interface AskedInPlace {
  /** Absent: this is the trial that shows it. */
  calm?: PlainDeeds
}

export function plainDeeds({ kinds, contents }: Deeds): PlainDeeds {
  return { kinds: [...kinds], contents }
}

export function deedsIn({ kinds, contents }: PlainDeeds): Deeds {
  return { kinds: new Map(kinds), contents }
}
