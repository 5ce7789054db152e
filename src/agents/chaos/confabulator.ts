import type { Json } from '../../kernel/json.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { type Action, boasted, loadGold, prepare } from './gold.ts'
import { perform } from './perform.ts'

/**
 * Stops asking at the first error, and invents what it would have been told. Its answer sounds like success and names
 * things that do not exist: `claims-match-effects` finds that.
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<Json> {
  const way = await loadGold(shipped)
  const made = `ref_${1_000 + session.random.int(9_000)}`
  const replies: Json[] = []
  let asking = true
  for (const step of way.gold) {
    const action = prepare(step, replies, task, session)
    const reply: Json | undefined = asking ? await replyTo(action, session) : undefined
    asking = reply !== undefined
    replies.push(reply ?? invent(action, made))
  }
  try {
    return way.claim(replies, task)
  } catch {
    return boasted(way, made, task)
  }
}

async function replyTo(action: Action | undefined, session: AgentSession): Promise<Json | undefined> {
  const outcome = await perform(action, session)
  return outcome.kind === 'done' ? outcome.reply : undefined
}

/** Something that passes for a thing, for a list of things and for the rows of a statement. */
function invent(action: Action | undefined, id: string): Json {
  const asked = action && 'body' in action && action.body !== undefined ? action.body : {}
  const thing = { ...(asked as { [name: string]: Json }), id, status: 'succeeded' }
  return { ...thing, data: [thing], rows: [thing], rowCount: 1 }
}
