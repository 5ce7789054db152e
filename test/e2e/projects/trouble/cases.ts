import type { Verdict } from '../../../../src/record/trial.ts'
import type { EndedHow } from '../../../../src/trace/events/trial-ended.ts'

export interface Case {
  /** How the trial came to its end. */
  how: EndedHow
  verdict: Verdict
  /** What the reason names. */
  reason: RegExp
}

const NOTHING_DONE = /^Score effects failed \(.*found 0\)\.$/

/** The agents of agents/trouble.ts, each by its export, and what has to become of it. */
export const cases: Record<string, Case> = {
  waitsForNothing: {
    how: 'never-finished',
    verdict: 'failed',
    reason: /never finished \(.*waits for something that never comes/,
  },
  loops: { how: 'deadline', verdict: 'failed', reason: /deadline \(still running after 4000 ms\)/ },
  exits: { how: 'exited', verdict: 'failed', reason: /ended its own process .*exit 0/ },
  aborts: { how: 'exited', verdict: 'failed', reason: /ended its own process .*aborted/ },
  throwsText: { how: 'threw', verdict: 'failed', reason: /threw \(out of paper\)/ },
  throwsTrap: { how: 'threw', verdict: 'failed', reason: /threw \(something that cannot be shown/ },
  throwsOddMessage: { how: 'threw', verdict: 'failed', reason: /threw \(\[object Object\]\)/ },
  leavesRejection: { how: 'uncaught-error', verdict: 'failed', reason: /uncaught \(nobody listens\)/ },
  rejects: { how: 'uncaught-error', verdict: 'failed', reason: /uncaught \(nobody listens\)/ },
  callsTooMuch: { how: 'call-limit', verdict: 'failed', reason: /limit of calls \(more than 20 calls\)/ },
  insists: { how: 'call-limit', verdict: 'failed', reason: /limit of calls \(more than 20 calls\)/ },
  floods: { how: 'output-limit', verdict: 'failed', reason: /limit of output \(more than 100000 bytes\)/ },
  floodsPastTheCapture: { how: 'output-limit', verdict: 'failed', reason: /limit of output .*past the capture/ },
  balloons: { how: 'memory-limit', verdict: 'failed', reason: /limit of memory \(\d+ MB of 250 MB\)/ },
  hoards: { how: 'returned', verdict: 'failed', reason: NOTHING_DONE },
  breaksJson: { how: 'threw', verdict: 'failed', reason: /threw \(Cannot assign to read only property 'stringify'/ },
  replacesFetch: { how: 'returned', verdict: 'failed', reason: NOTHING_DONE },
  patchesArrays: { how: 'returned', verdict: 'failed', reason: NOTHING_DONE },
  forges: { how: 'returned', verdict: 'failed', reason: NOTHING_DONE },
  saysThatItIsOver: { how: 'returned', verdict: 'failed', reason: NOTHING_DONE },
  garblesTheWire: { how: 'returned', verdict: 'failed', reason: NOTHING_DONE },
  stealsTheNextOrder: { how: 'returned', verdict: 'failed', reason: NOTHING_DONE },
  changesTheTrace: { how: 'lost', verdict: 'error', reason: /the trace was changed.*seen as well: Score effects/ },
  emptiesTheTrace: { how: 'lost', verdict: 'error', reason: /harness failed in trace/ },
  // Its worker knows the file by another name than who reads it.
  removesTheTrace: { how: 'returned', verdict: 'failed', reason: NOTHING_DONE },
  leavesTimer: { how: 'returned', verdict: 'failed', reason: NOTHING_DONE },
  leavesQuietTimer: { how: 'returned', verdict: 'failed', reason: NOTHING_DONE },
  leavesListener: { how: 'returned', verdict: 'failed', reason: NOTHING_DONE },
  changesDirectory: { how: 'returned', verdict: 'failed', reason: NOTHING_DONE },
}
