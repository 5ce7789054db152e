import type { Json } from '../../kernel/json.ts'
import type { AgentSession } from '../define.ts'
import type { Action } from './gold.ts'

/**
 * What came of an action. 'refused': the world said no. 'unclear': nobody knows what the world did. 'unready': the replies
 * so far do not say what to send.
 */
export type Performed =
  | { kind: 'done'; reply: Json }
  | { kind: 'refused' | 'unclear' | 'unready'; why: string; retryAfterMs: number; passing: boolean }

type Problem = Exclude<Performed, { kind: 'done' }>

/** How long these agents wait for a reply, in ms, unless a step says otherwise. */
const PATIENCE = 500

/** Too many requests, or a server in trouble. */
const PASSING_STATUS = /^(429|5\d\d)$/

/** A transaction that lost a race, a statement that ran out of time, a server without room. Source: PostgreSQL, appendix A. */
const PASSING_STATE = /^(40|53|57)/

/** Does an action once. Never throws. */
export async function perform(action: Action | undefined, session: AgentSession): Promise<Performed> {
  if (!action) return problem('unready', 'the replies so far do not say what to do next', false)
  try {
    if ('waitMs' in action) return await wait(action.waitMs, session)
    if ('model' in action) return await ask(action, session)
    if ('tool' in action) return await useTool(action, session)
    return 'database' in action ? await query(action, session) : await send(action, session)
  } catch (thrown) {
    return problem('unclear', String(thrown), true)
  }
}

async function wait(ms: number, { clock, signal }: AgentSession): Promise<Performed> {
  await clock.sleep(ms, signal)
  return { kind: 'done', reply: null }
}

/** A turn in which the model does not ask for what is next is no good reply: it may do better when it is asked again. */
async function ask(
  { model, messages, tools, expects }: Extract<Action, { model: string }>,
  { modelUrl, signal }: AgentSession,
): Promise<Performed> {
  const response = await fetch(`${modelUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages, tools }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
  })
  if (!response.ok) return problem('refused', `${response.status} ${await response.text()}`, false)
  const { choices } = (await response.json()) as { choices: Choice[] }
  const { finish_reason: end, message } = choices[0] as Choice
  if (message.refusal) return problem('refused', message.refusal, true)
  if (end === 'length') return problem('unclear', 'the turn of the model was cut', true)
  const [call, ...more] = message.tool_calls ?? []
  if (expects === undefined && message.content && !call) return { kind: 'done', reply: message.content }
  if (call?.function.name !== expects || more.length > 0) {
    return problem('unclear', `the model did not ask for ${expects ?? 'an end'}, and nothing else`, true)
  }
  return { kind: 'done', reply: JSON.parse(call?.function.arguments ?? '') as Json }
}

/** Of a chat completion. */
interface Choice {
  finish_reason: string
  message: {
    content?: string | null
    refusal?: string | null
    tool_calls?: { function: { name: string; arguments: string } }[]
  }
}

async function useTool(
  { tool, input }: Extract<Action, { tool: string }>,
  { tools }: AgentSession,
): Promise<Performed> {
  const used = tools[tool]
  if (!used) return problem('refused', `there is no tool "${tool}"`, false)
  const { content, isError } = await used.call(input)
  return isError ? problem('refused', JSON.stringify(content), false) : { kind: 'done', reply: content }
}

async function query(action: Extract<Action, { database: string }>, session: AgentSession): Promise<Performed> {
  const { database, text, values, reason } = action
  try {
    const options = { timeoutMs: PATIENCE, signal: session.signal, ...(reason !== undefined && { reason }) }
    const { rows, rowCount } = await session.sql(database).query(text, values, options)
    return { kind: 'done', reply: { rows, rowCount } }
  } catch (thrown) {
    const { code, message } = thrown as { code?: string; message?: string }
    // What PostgreSQL says has a state of five letters and digits; a connection that broke has a longer name.
    if (!/^[0-9A-Z]{5}$/.test(code ?? '')) throw thrown
    return problem('refused', `${code} ${message}`, PASSING_STATE.test(code ?? ''))
  }
}

async function send(action: Extract<Action, { url: string }>, { signal }: AgentSession): Promise<Performed> {
  const { url, method, headers, body, patienceMs = PATIENCE } = action
  const response = await fetch(url, {
    method,
    headers,
    signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (response.ok) return { kind: 'done', reply: JSON.parse(text) as Json }
  const retryAfterMs = Number(response.headers.get('retry-after') ?? 0) * 1_000
  const passing = PASSING_STATUS.test(String(response.status))
  return { ...problem('refused', `${response.status} ${text}`, passing), retryAfterMs }
}

/** @param passing Busy or broken, or nobody knows: then it is worth asking again. */
function problem(kind: Problem['kind'], why: string, passing: boolean): Problem {
  return { kind, why, retryAfterMs: 0, passing }
}
