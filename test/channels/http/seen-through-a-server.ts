import { expect } from 'vitest'
import type { Fault } from '../../../src/faults/define.ts'

const POST = {
  path: '/refund',
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: '{"prices":[1,2,3]}',
}
const GET = { path: '/refund', method: 'GET' }

/** A write; for a fault of reads one between two of them, for one of streams a stream: the last is what it is about. */
export function asks({ access, reply }: Fault): readonly { path: string }[] {
  if (reply === 'event-stream') return [{ path: '/events' }]
  return access === 'read' ? [GET, POST, GET] : [POST]
}

const answered = (text: unknown, status = 200) => expect.objectContaining({ status, text })
const says = (code: string, status: number) => answered(expect.stringContaining(code), status)
const DONE = answered('{"id":"r1","amount":1200}')
const isLie = (text: string) => text !== '{"id":"r1","amount":1200}' && Object.keys(JSON.parse(text)).length === 2
const isLarge = (text: string) => text.length === 5_000_000 && JSON.parse(text).amount === 1200

/** What a client in another process sees of each fault, with its default parameters. */
export const table: Readonly<Record<string, unknown>> = {
  none: DONE,
  latency: DONE,
  timeout: 'TimeoutError',
  'connection-reset': 'ECONNRESET',
  'lost-reply': 'ECONNRESET',
  'error-status': says('internal_error', 500),
  unavailable: expect.objectContaining({ status: 503, 'retry-after': '5' }),
  'rate-limited': expect.objectContaining({ status: 429, 'retry-after': '1' }),
  'permission-denied': says('permission_denied', 403),
  redirect: expect.objectContaining({ status: 302, location: 'https://elsewhere.test/' }),
  'malformed-body': answered('{"id":"r1","'),
  'truncated-body': 'UND_ERR_SOCKET',
  'slow-drip': DONE,
  'stream-cut': answered('data: 1\n\n'),
  'truncated-stream': answered(''),
  'slow-first-token': answered('data: 1\n\ndata: 2\n\n'),
  'stalled-stream': answered('data: 1\n\ndata: 2\n\n'),
  'injected-instruction': answered(expect.stringContaining('Ignore your task')),
  'oversized-body': answered(expect.toSatisfy(isLarge)),
  'schema-drift': answered(expect.stringMatching(/"Id"|"Amount"/)),
  'wrong-value': answered(expect.toSatisfy(isLie)),
  'stale-data': answered('{"id":"r1","amount":900}'),
  'empty-result': answered('null'),
  'partial-write': DONE,
  'concurrent-change': says('gone', 404),
  'clock-skew': expect.objectContaining({ date: 'Thu, 01 Jan 2026 00:05:00 GMT' }),
  'expired-token': says('invalid_token', 401),
  'tool-disappears': DONE,
}
