import type { EndedHow } from '../trace/events/trial-ended.ts'
import type { Finding } from './finding.ts'
import { oneLine } from './one-line.ts'

/** What each ending means for the verdict. `null` is no finding: a guard may halt an agent that does nothing else wrong. */
const endings: Record<EndedHow, Finding | null> = {
  returned: null,
  halted: null,
  threw: { verdict: 'failed', text: 'The agent threw' },
  'uncaught-error': { verdict: 'failed', text: 'An error of the agent went uncaught' },
  deadline: { verdict: 'failed', text: 'The agent passed its deadline' },
  'never-finished': { verdict: 'failed', text: 'The agent never finished' },
  'call-limit': { verdict: 'failed', text: 'The agent passed its limit of calls' },
  'output-limit': { verdict: 'failed', text: 'The agent passed its limit of output' },
  'memory-limit': { verdict: 'failed', text: 'The agent passed its limit of memory' },
  'change-limit': { verdict: 'failed', text: 'The agent changed more rows than can be listed' },
  exited: { verdict: 'failed', text: 'The agent ended its own process' },
  interrupted: { verdict: 'error', text: 'The trial was interrupted before its end' },
  lost: { verdict: 'error', text: 'The trial was lost' },
}

/** What the ending of a trial says against it. An ending that is not in the table is an error, never a pass. */
export function findEnding(ended: { how: EndedHow; detail?: string }): Finding[] {
  const finding = Object.hasOwn(endings, ended.how) ? endings[ended.how] : unknownEnding(ended.how)
  if (!finding) return []
  return [{ ...finding, text: ended.detail ? `${finding.text} (${oneLine(ended.detail)})` : finding.text }]
}

function unknownEnding(how: string): Finding {
  return { verdict: 'error', text: `The trial ended in an unknown way (${oneLine(how)})` }
}
