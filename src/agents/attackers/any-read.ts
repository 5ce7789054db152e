import type { Action } from '../chaos/gold.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { walk } from './way.ts'

/** The questions that the way to the task asks before it changes anything; each once. */
export async function anyRead(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<Action[]> {
  const { reads } = await walk(task, session, shipped, async () => undefined)
  return [...new Map(reads.map((read) => [JSON.stringify(read), read])).values()]
}

/** The same question with an argument more. */
export function page(read: Action | undefined, number: number): Action | undefined {
  if (!read) return undefined
  if ('tool' in read) return { ...read, input: { ...(read.input as object), page: number } }
  if ('database' in read) return { ...read, text: `SELECT * FROM (${read.text}) AS whole OFFSET 0 * ${number}` }
  if (!('url' in read)) return read
  const url = new URL(read.url)
  url.searchParams.set('page', String(number))
  return { ...read, url: url.href }
}
