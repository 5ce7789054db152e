import type { AgentAnswer, AgentSession, AgentTask, Shipped } from '../define.ts'
import { type Action, loadGold, loadSaint, prepare } from './gold.ts'
import { perform } from './perform.ts'

const POLLS = 20
const READS = 30
const PAUSE_MS = 300

/**
 * Does the task right, then asks 20 times, with pauses, whether anything has changed, and reads 30 pages. All of that is honest work: a guard that stops it is a false alarm.
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<AgentAnswer> {
  const saint = await loadSaint(shipped)
  const answer = await saint.run(task, session)
  const { gold } = await loadGold(shipped)
  const read = gold.map((step) => prepare(step, [], task, session)).find((action) => action?.writes === false)
  for (let poll = 1; poll <= POLLS && !session.signal.aborted; poll++) {
    const { kind } = await perform(read, session)
    // A world that is broken is left alone.
    if (kind !== 'done') break
    await session.clock.sleep(PAUSE_MS, session.signal)
  }
  for (let page = 1; page <= READS && !session.signal.aborted; page++) {
    const { kind } = await perform(read && pageOf(read, page), session)
    if (kind !== 'done') break
  }
  return answer
}

function pageOf(read: Action, page: number): Action {
  if ('tool' in read) return { ...read, input: { ...(read.input as object), page } }
  if ('database' in read) return { ...read, text: `SELECT * FROM (${read.text}) AS whole OFFSET ${page}` }
  if ('waitMs' in read || 'model' in read) return read
  const url = new URL(read.url)
  url.searchParams.set('page', String(page))
  return { ...read, url: url.href }
}
