import type { Comparison } from '../record/comparison.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { ActionBehaviour } from './text/behaviour.ts'
import type { Parting } from './text/comparison.ts'

/** A run as it lies on disk. */
export interface StoredRun extends KeptRun {
  /** What a comparison with another run found, where there was one. */
  comparison?: Compared
  /** Pages on its safeguards that lie beside it. Default: none. */
  beside?: readonly BesidePage[]
}

/** A page that another command has written. `href`: from the run's folder. */
export interface BesidePage {
  title: string
  href: string
}

/** A comparison, and what stands behind its figures. */
export interface Compared {
  comparison: Comparison
  /** For each of its contests, in their order. */
  behind: {
    /** The first steps apart of pairs that were lost. */
    partings: PlacedParting[]
    /** What each side did by kind of action in the trials compared. Null where a side keeps no actions. */
    actions: { base: ActionBehaviour[] | null; head: ActionBehaviour[] | null }
  }[]
}

/** With the events of each side: 'e12'. */
export type PlacedParting = Parting & { places: { base: string | null; head: string | null } }

/** Turns a run into a file. */
export interface Reporter {
  /** The file's name without suffix, and the word used on the command line. */
  name: string
  /** One sentence for the catalogue. */
  summary: string
  /** What it writes into the run's folder; undefined for what goes to the terminal only. */
  file?: string
  render(run: StoredRun, screen?: Screen): string | Promise<string>
  /** For a file that can be large: the same text in parts, of which few are in memory at once. */
  write?(run: StoredRun, sink: (part: string) => void): Promise<void>
}

/** Where a reporter without a file is shown. */
export interface Screen {
  color: boolean
  /** Columns. */
  width: number
}

export function defineReporter(reporter: Reporter): Reporter {
  return reporter
}

/** What a reporter whose file can be large has: the parts as they are written, and the same text in one. */
export function inParts(write: NonNullable<Reporter['write']>): Pick<Reporter, 'render'> & { write: typeof write } {
  return {
    write,
    render: async (run) => {
      const parts: string[] = []
      await write(run, (part) => parts.push(part))
      return parts.join('')
    },
  }
}
