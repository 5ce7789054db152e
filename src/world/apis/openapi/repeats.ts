import { HttpResponse } from 'msw'
import { digest, type Json } from '../../../kernel/json.ts'
import type { Operation } from './operations.ts'
import type { Refused } from './refusals.ts'
import type { Asked } from './request.ts'
import { stateOf } from './trial.ts'

/** A request that can be sent again. */
export interface Repeatable {
  key: string
  /** Of all that was asked. */
  asked: string
}

/** Undefined for a request that carries no key, or whose operation knows none. */
export function repeatableOf(
  operation: Operation,
  request: Request,
  asked: Asked,
  header: string | undefined,
): Repeatable | undefined {
  if (request.method === 'GET' || request.method === 'HEAD') return undefined
  const named =
    operation.parameters.find(({ in: place, name }) => place === 'header' && /idempoten/i.test(name))?.name ?? header
  const key = named === undefined ? null : request.headers.get(named)
  if (!key) return undefined
  return { key: `${operation.key} ${key}`, asked: digest([asked.path, asked.query, asked.body]) }
}

/** The answer of the first time; a refusal where something else was asked then; undefined for the first time itself. */
export function replyBefore(api: string, { key, asked }: Repeatable): Response | Refused | undefined {
  const before = stateOf(api).replies.get(key)
  if (!before) return undefined
  if (before.asked !== asked) {
    const message = 'This idempotency key was used for another request.'
    return { status: [409, 422, 400], code: 'idempotency_key_reused', message }
  }
  const headers = { 'content-type': before.type, 'idempotent-replayed': 'true' }
  return before.type === ''
    ? new HttpResponse(null, { status: before.status })
    : HttpResponse.json(before.body, { status: before.status, headers })
}

/** What was refused is tried anew. */
export async function keepReply(api: string, { key, asked }: Repeatable, response: Response): Promise<void> {
  if (response.status >= 400) return
  const type = response.headers.get('content-type') ?? ''
  const text = await response.clone().text()
  stateOf(api).replies.set(key, { asked, status: response.status, body: bodyOf(text), type: text === '' ? '' : type })
}

function bodyOf(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
