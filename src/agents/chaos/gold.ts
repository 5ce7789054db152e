import { importModule } from '../../kernel/import-module.ts'
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
      /** How long to wait for its reply, in ms: a person may have to be asked. Default 500. */
      patienceMs?: number
    }
  | { tool: string; input: FromReplies<Json>; reads?: boolean }
  /** A statement: its reply is `{ rows, rowCount }`. */
  | { database: string; text: FromReplies<string>; values?: FromReplies<Json[]>; reason?: string; reads?: boolean }
  /** Lets time pass on the trial's clock: its reply is null. */
  | { waitMs: FromReplies<number> }
  /** Asks the world's model, by Chat Completions. Its reply is what it gives the tool that it must ask for, or without one its text. */
  | { model: string; messages: FromReplies<Json[]>; tools: Json[]; tool?: string }

/** What a saint's module exports beside `run`, for the agents that ship with mettle. */
export interface GoldWay {
  /** In order. */
  gold: readonly GoldStep[]
  /** The final answer, from the replies to those steps. */
  claim(replies: readonly Json[], task: AgentTask): Json
  /** The final answer of who could not do it, from the replies so far. Default: a sentence that says why. */
  admit?(replies: readonly Json[], task: AgentTask): Json
  /** The final answer of who says that it is done, whatever became of it. Default: a sentence. `made` is an id that was made up. */
  boast?(made: string | null, task: AgentTask): Json
}

/** A step with everything filled in. */
export type Action =
  | {
      url: string
      method: string
      headers: Record<string, string>
      body: Json | undefined
      patienceMs: number | undefined
      writes: boolean
    }
  | { tool: string; input: Json; writes: boolean }
  | { database: string; text: string; values: Json[]; reason: string | undefined; writes: boolean }
  | { waitMs: number; writes: boolean }
  | { model: string; messages: Json[]; tools: Json[]; expects: string | undefined; writes: boolean }

/** What who could not do it answers. */
export function admitted({ admit }: GoldWay, replies: readonly Json[], task: AgentTask, why: string): Json {
  return admit ? admit(replies, task) : why
}

/** What who did not do it answers all the same. */
export function boasted({ boast }: GoldWay, made: string | null, task: AgentTask): Json {
  return boast ? boast(made, task) : `Done, everything was carried out${made === null ? '' : `: ${made}`}.`
}

/** @throws {Error} there is no saint, or its module exports no gold way. */
export async function loadGold({ saint }: Shipped): Promise<GoldWay> {
  const { gold, claim, admit, boast } = (await loadSaint({ saint })) as unknown as Partial<GoldWay>
  if (Array.isArray(gold) && typeof claim === 'function') {
    return { gold, claim, ...(admit && { admit }), ...(boast && { boast }) }
  }
  throw new Error("the saint's module exports no `gold` and `claim`")
}

/** @throws {Error} there is no saint. */
export async function loadSaint({ saint }: Shipped): Promise<Agent> {
  if (saint === undefined) throw new Error('the scenario names no saint')
  return (await importModule(saint)) as unknown as Agent
}

/** The step as it would be done now; undefined where the replies so far do not say. */
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
    if ('waitMs' in step) return { waitMs: fill(step.waitMs), writes: true }
    // A turn is no look at the world, and nobody polls a model.
    if ('model' in step) {
      const { model, messages, tools, tool } = step
      return { model, messages: fill(messages), tools, expects: tool, writes: true }
    }
    if ('tool' in step) return { tool: step.tool, input: fill(step.input), writes: step.reads !== true }
    if ('database' in step) {
      const { database, text, values = [], reason, reads } = step
      return { database, text: fill(text), values: fill(values), reason, writes: reads !== true }
    }
    const { api, method, path, headers = {}, body, patienceMs } = step
    return {
      url: `${session.urls[api]}${fill(path)}`,
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...fill(headers) },
      body: body === undefined ? undefined : fill(body),
      patienceMs,
      writes: !/^(GET|HEAD)$/.test(method),
    }
  } catch {
    return undefined
  }
}

/** 'POST https://payments.test/v1/refunds {"charge":"ch_1"}' */
export function describe(action: Action | undefined): string {
  if (!action) return 'the next step'
  if ('waitMs' in action) return `a pause of ${action.waitMs} ms`
  if ('model' in action) return `the model's ${action.expects === undefined ? 'answer' : `call of ${action.expects}`}`
  if ('tool' in action) return `${action.tool} ${JSON.stringify(action.input)}`
  if ('database' in action) return `${action.text} ${JSON.stringify(action.values)}`
  return [action.method, action.url, JSON.stringify(action.body)].filter(Boolean).join(' ')
}
