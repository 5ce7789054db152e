import { ApiError, GoogleGenAI } from '@google/genai'
import { describe, expect, test } from 'vitest'
import { faults } from '../../../src/faults/index.ts'
import { faultRecords } from '../../../src/faults/plan.ts'
import { generateContent } from '../../../src/world/models/wires/generate-content.ts'
import { bind, type Entry } from '../../faults/lab.ts'
import { openProvider } from './provider.ts'

// What Google's own SDK sees of the faults of a provider.

const LONG = 'It is warm in Rome, and it goes on and on and on.'

/** The text that was understood, or the error: what a provider said is parsed. */
async function ask(url: string, streamed: boolean): Promise<unknown> {
  const { models } = new GoogleGenAI({ apiKey: 'x', httpOptions: { baseUrl: url } })
  const asked = { model: 'scripted', contents: 'Where is it warm?' }
  try {
    if (!streamed) return (await models.generateContent(asked)).text
    const seen = { text: '', ends: [] as unknown[] }
    for await (const { text = '', candidates } of await models.generateContentStream(asked)) {
      seen.text += text
      seen.ends.push(...(candidates?.flatMap(({ finishReason }) => finishReason ?? []) ?? []))
    }
    return seen
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) return (thrown as Error).name
    return { status: thrown.status, said: JSON.parse(thrown.message) }
  }
}

/** A refusal as Google words it, and when to come back. */
function refused(code: number, status: string, seconds?: number): object {
  const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${seconds}s` }
  const error = { code, status, message: expect.any(String), ...(seconds !== undefined && { details: [retry] }) }
  return { status: code, said: { error } }
}

const refusals: [keyof typeof faults, Entry['params'], object][] = [
  ['rate-limited', { retryAfterSeconds: 7 }, refused(429, 'RESOURCE_EXHAUSTED', 7)],
  ['unavailable', {}, refused(503, 'UNAVAILABLE', 5)],
  ['permission-denied', {}, refused(403, 'PERMISSION_DENIED')],
  ['error-status', { status: 500 }, refused(500, 'INTERNAL')],
]

describe.each([
  ['in one piece', false],
  ['as a stream', true],
])('%s', (_, streamed) => {
  test.each(refusals)('%s is said in the words of Google', async (name, params, seen) => {
    const plan = [bind({ fault: faults[name], ...(params && { params }) })]
    await using provider = await openProvider(() => ({ text: LONG }), plan)
    expect(await ask(provider.url, streamed)).toEqual(seen)
    expect(faultRecords(plan, provider.calls())[0]?.state).toBe('delivered')
  })

  test('without a fault the SDK has its answer', async () => {
    await using provider = await openProvider(() => ({ text: LONG }))
    expect(await ask(provider.url, streamed)).toEqual(streamed ? { text: LONG, ends: ['STOP'] } : LONG)
  })

  test.each(['truncated-body', 'malformed-body', 'connection-reset'] as const)('%s is no answer', async (name) => {
    const plan = [bind({ fault: faults[name] })]
    await using provider = await openProvider(() => ({ text: LONG }), plan)
    const seen = await ask(provider.url, streamed)
    expect(seen).not.toEqual(streamed ? { text: LONG, ends: ['STOP'] } : LONG)
    expect(faultRecords(plan, provider.calls())[0]?.state).toBe('delivered')
  })
})

test('a stream that is cut between events ends without a reason', async () => {
  const plan = [bind({ fault: faults['stream-cut'], params: { afterEvents: 2 } })]
  await using provider = await openProvider(() => ({ text: LONG }), plan)
  expect(await ask(provider.url, true)).toEqual({ text: LONG.slice(0, 32), ends: [] })
})

test('a stream as a list of JSON is refused as one', async () => {
  const plan = [bind({ fault: faults.unavailable })]
  await using provider = await openProvider(() => ({ text: LONG }), plan)
  const response = await fetch(`${provider.url}/v1beta/models/scripted:streamGenerateContent`, { method: 'POST' })
  expect([response.status, await response.json()]).toMatchObject([503, [{ error: { status: 'UNAVAILABLE' } }]])
})

test.each([
  [400, 'INVALID_ARGUMENT'],
  [401, 'UNAUTHENTICATED'],
  [402, 'INVALID_ARGUMENT'],
  [403, 'PERMISSION_DENIED'],
  [404, 'NOT_FOUND'],
  [409, 'ABORTED'],
  [412, 'FAILED_PRECONDITION'],
  [429, 'RESOURCE_EXHAUSTED'],
  [500, 'INTERNAL'],
  [501, 'UNIMPLEMENTED'],
  [503, 'UNAVAILABLE'],
  [504, 'DEADLINE_EXCEEDED'],
  [599, 'INTERNAL'],
])('Google calls %i %s', (code, status) => {
  const error = { code, message: 'No.', status }
  expect(generateContent.refusal({ status: code, code: 'any', message: 'No.' }, {})).toEqual({ error })
})
