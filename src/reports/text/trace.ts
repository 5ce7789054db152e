import { messageOf } from '../../kernel/errors.ts'
import type { Evidence } from '../../trace/evidence.ts'
import type { StoredRun } from '../define.ts'

/** A trial's evidence, or the sentence that says why it cannot be read. A report shows the rest of the run either way. */
export function readTrace(run: StoredRun, trialId: string): Evidence | string {
  try {
    return run.evidence(trialId)
  } catch (thrown) {
    return `The trace could not be read: ${messageOf(thrown)}`
  }
}
