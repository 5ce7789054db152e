import { pathToFileURL } from 'node:url'
import type { Json } from '../../kernel/json.ts'
import type { Agent, AgentSession, AgentTask, Shipped } from '../define.ts'

/** A value, or what the replies so far make it. */
export type FromReplies<T> = T | ((replies: readonly Json[], task: AgentTask) => T)

/** One action of the way that does a task when nothing goes wrong. */
export type GoldStep =
  | {
      api: string
      method: string
      /** With its query: '/v1/charges?order=ord_1'. */
      path: FromReplies<string>
      headers?: FromReplies<Record<string, string>>
      body?: FromReplies<Json>
    }
  | { tool: string; input: FromReplies<Json>; reads?: boolean }

/** What a saint's module exports beside `run`, for the agents that ship with mettle. */
export interface GoldWay {
  /** In order. */
  gold: readonly GoldStep[]
  /** The final answer, from the replies to those steps. */
  claim(replies: readonly Json[], task: AgentTask): Json
}

/** What came of a step. 'refused': the world said no. 'unclear': nobody knows what the world did. 'unready': the replies so far do not say what to send. */
export type Outcome =
  | { kind: 'done'; reply: Json }
  | { kind: 'refused' | 'unclear' | 'unready'; why: string; retryAfterMs: number }

/** A step with everything filled in. */
export type Action =
  | { url: string; method: string; headers: Record<string, string>; body: Json | undefined; writes: boolean }
  | { tool: string; input: Json; writes: boolean }

/** How long these agents wait for a reply, in ms. */
const PATIENCE = 500

/** @throws {Error} there is no saint, or its module exports no gold way. */
export async function loadGold({ saint }: Shipped): Promise<GoldWay> {
  const { gold, claim } = (await loadSaint({ saint })) as Partial<GoldWay>
  if (Array.isArray(gold) && typeof claim === 'function') return { gold, claim }
  throw new Error("the saint's module exports no `gold` and `claim`")
}

/** @throws {Error} there is no saint. */
export async function loadSaint({ saint }: Shipped): Promise<Agent> {
  if (saint === undefined) throw new Error('the scenario names no saint')
  return (await import(pathToFileURL(saint).href)) as Agent
}

/** The step as it would be sent now; undefined where the replies so far do not say. */
export function prepare(
  step: GoldStep,
  replies: readonly Json[],
  task: AgentTask,
  session: AgentSession,
): Action | undefined {
  const fill = <T>(value: FromReplies<T>): T => {
    return typeof value === 'function'
      ? (value as (replies: readonly Json[], task: AgentTask) => T)(replies, task)
      : value
  }
  try {
    if ('tool' in step) return { tool: step.tool, input: fill(step.input), writes: step.reads !== true }
    const { api, method, path, headers = {}, body } = step
    return {
      url: `${session.urls[api]}${fill(path)}`,
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...fill(headers) },
      body: body === undefined ? undefined : fill(body),
      writes: !/^(GET|HEAD)$/.test(method),
    }
  } catch {
    return undefined
  }
}

/** Does an action once. Never throws. */
export async function perform(action: Action | undefined, session: AgentSession): Promise<Outcome> {
  if (!action) return { kind: 'unready', why: 'the replies so far do not say what to do next', retryAfterMs: 0 }
  try {
    return 'tool' in action ? await useTool(action, session) : await send(action, session)
  } catch (thrown) {
    return { kind: 'unclear', why: String(thrown), retryAfterMs: 0 }
  }
}

async function useTool({ tool, input }: Extract<Action, { tool: string }>, { tools }: AgentSession): Promise<Outcome> {
  const used = tools[tool]
  if (!used) return { kind: 'refused', why: `there is no tool "${tool}"`, retryAfterMs: 0 }
  const { content, isError } = await used.call(input)
  return isError ? { kind: 'refused', why: JSON.stringify(content), retryAfterMs: 0 } : { kind: 'done', reply: content }
}

async function send(action: Extract<Action, { url: string }>, { signal }: AgentSession): Promise<Outcome> {
  const { url, method, headers, body } = action
  const response = await fetch(url, {
    method,
    headers,
    signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (response.ok) return { kind: 'done', reply: JSON.parse(text) as Json }
  const retryAfterMs = Number(response.headers.get('retry-after') ?? 0) * 1_000
  return { kind: 'refused', why: `${response.status} ${text}`, retryAfterMs }
}

/** 'POST https://payments.test/v1/refunds {"charge":"ch_1"}' */
export function describe(action: Action | undefined): string {
  if (!action) return 'the next step'
  if ('tool' in action) return `${action.tool} ${JSON.stringify(action.input)}`
  return [action.method, action.url, JSON.stringify(action.body)].filter(Boolean).join(' ')
}
