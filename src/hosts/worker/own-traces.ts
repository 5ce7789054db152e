import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { TrialOrder } from '../../stage/order.ts'
import type { Outcome } from '../../stage/outcome.ts'
import { isBegun } from '../../trace/read-trace.ts'
import { type KeptTraceFile, keepTraceFile } from '../../trace/trace-file.ts'
import type { WorkerProcess } from './worker-process.ts'

/** A worker's file of traces, from outside. */
export interface OwnTraces {
  /**
   * What the traces of earlier trials are worth does not hang on what a later agent does to their file. Returns its path for
   * the worker.
   */
  keep(order: Pick<TrialOrder, 'folder' | 'inPlace'>): string
  /** These bytes are a trial's. */
  passed(trace: { offset: number; length: number }): void
  /** All that was written since: the process did not live to say what is the trial's. */
  rest(order: Pick<TrialOrder, 'folder'>): Outcome['trace']
  /** Is the rest this trial's? Another one, whose turn had not come, may have run in its place. */
  isOf(order: Pick<TrialOrder, 'folder' | 'nonce'>, rest: Outcome['trace']): boolean
}

export function ownTraces({ child, file, kept: given, takeContents }: WorkerProcess): OwnTraces {
  let kept: KeptTraceFile | undefined
  let back = false
  let written = 0
  // Once: who listens to the exit may ask for it before.
  const putBack = () => {
    if (back) return
    back = true
    try {
      kept?.putBack()
    } catch {
      // The folder is gone, or full: a trace of which lines are missing is no evidence, and whoever reads it says so.
    }
  }
  return {
    keep: ({ folder, inPlace }) => {
      if (inPlace) return ''
      if (!kept) {
        kept = given ?? keepTraceFile(folder, file)
        child.once('exit', putBack)
      }
      return kept.lent
    },
    passed: ({ offset, length }) => {
      written = offset + length
      takeContents?.()
    },
    rest: ({ folder }) => {
      putBack()
      const size = statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0
      return { file, offset: written, length: Math.max(0, size - written) }
    },
    isOf: ({ folder, nonce }, rest) => isBegun({ ...rest, path: join(folder, file), nonce }),
  }
}
