import { describe, expect, test } from 'vitest'
import { keyOf } from '../../src/boundary/call.ts'
import { sandboxFirst } from '../../src/guards/sandbox-first.ts'
import { secretsOut } from '../../src/guards/secrets-out.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { digestText, type Json } from '../../src/kernel/json.ts'
import { contextBeforeWrite } from '../../src/scorers/context-before-write.ts'
import type { Scorer } from '../../src/scorers/define.ts'
import { milestones } from '../../src/scorers/milestones.ts'
import { trajectory } from '../../src/scorers/trajectory.ts'
import { boundText } from '../../src/trace/bounded.ts'
import { unseal } from '../../src/trace/chain.ts'
import { firstDivergence } from '../../src/trace/diverge.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import { openRecorder } from '../../src/trace/recorder.ts'
import { traceHash } from '../../src/trace/trace-hash.ts'
import { scoreWith } from '../scorers/score-with.ts'
import { traceOf } from '../scorers/trace-of.ts'

/** What a trace keeps of events. */
function keep(...events: TraceEvent[]): { text: string; kept: Recorded[] } {
  const lines: string[] = []
  const file = { append: (line: string) => void lines.push(line) }
  const recorder = openRecorder({ file, clock: manualClock(0), redact: (one) => one, nonce: 'n' })
  for (const event of events) recorder.write(event)
  recorder.flush()
  const text = lines.join('')
  return { text, kept: unseal(text, 'n').texts.flatMap((line) => JSON.parse(line) as Recorded[]) }
}

const callOf = (id: string, input: Json): Extract<TraceEvent, { type: 'call' }> => ({
  type: 'call',
  call: {
    ...{ id, key: keyOf('http', 'shop POST /files', input), attempt: 1, channel: 'http', target: 'shop POST /files' },
    ...{ input, access: 'write', principal: 'a', items: 1 },
  },
})
const large = (body: string, more: object = {}) => ({ body: { text: body.repeat(100_000) }, ...more }) as Json

describe('what a trace keeps of an input', () => {
  test('three of 20 MB make a trace of a few KB, and each can be told from the others', () => {
    const inputs = ['a', 'b', 'c'].map((letter) => ({ body: letter.repeat(20_000_000) }))
    const { text, kept } = keep(...inputs.map((input, index) => callOf(`c${index + 1}`, input)))
    expect(text.length).toBeLessThan(20_000)
    expect(kept.map((event) => event.type === 'call' && event.call.input)).toEqual(
      inputs.map((input) => {
        const whole = JSON.stringify(input)
        return {
          truncated: true,
          bytes: whole.length,
          digest: digestText(whole),
          head: whole.slice(0, 4_096),
          tail: whole.slice(-1_024),
        }
      }),
    )
  })

  test('one that is small enough is kept whole, however large the rest of the event is', () => {
    const event = callOf('c1', { body: 'x'.repeat(1_000) })
    event.call.reason = 'y'.repeat(70_000)
    expect(keep(event).kept[0]).toMatchObject(event)
  })

  test('the one that a fault changed is kept in the same way', () => {
    const executed: TraceEvent = { type: 'executed', call: 'c1', outcome: 'ok', output: null, input: large('x') }
    expect(keep(executed).kept[0]).toMatchObject({ input: boundText(JSON.stringify(large('x'))) })
  })
})

test('two trials of large inputs that differ in a volatile header only are the same trial, and else they are not', () => {
  const sent = (key: string) => ({ headers: { 'idempotency-key': key } })
  const trial = (input: Json) => {
    const trace = traceOf().call('shop POST /files', { input: boundText(JSON.stringify(input)) as Json })
    const evidence = trace.evidence()
    for (const { call } of evidence.calls) call.key = keyOf('http', call.target, input)
    return evidence
  }
  const [one, again, other] = [large('x', sent('1')), large('x', sent('2')), large('y', sent('1'))].map(trial)
  if (!one || !again || !other) throw new Error('no trials')
  expect(traceHash(again)).toBe(traceHash(one))
  expect(traceHash(other)).not.toBe(traceHash(one))
  expect(firstDivergence(one, again)).toBeUndefined()
  expect(firstDivergence(one, other)).toBeDefined()
})

describe('who judges by what is in an input that is kept in part cannot tell, and says so', () => {
  const upload = (input: Json) => traceOf().call('shop POST /files', { input })
  const kept = boundText(JSON.stringify(large('x'))) as Json
  const wanted = [{ target: 'shop POST /files', input: { body: { text: 'x' } } }]

  // biome-ignore lint/suspicious/noExplicitAny: scorers of any parameters
  test.each<[string, Scorer<any>, unknown]>([
    ['trajectory', trajectory, { match: 'superset', calls: wanted }],
    ['milestones', milestones, { milestones: [{ id: 'a', call: wanted[0] }] }],
    [
      'context-before-write',
      contextBeforeWrite,
      { needs: [{ read: 'shop GET *', before: 'shop POST /files', about: ['body.text'] }] },
    ],
  ])('%s', async (_, scorer, params) => {
    const seen = (input: Json) =>
      traceOf()
        .call('shop GET /files', { access: 'read', executed: { output: { id: 'x' } } })
        .call('shop POST /files', { input })
    await expect(scoreWith(scorer, params, seen(kept))).rejects.toThrow(/nobody can tell what was in the input of c2/)
    // Control: one that is kept whole is judged.
    expect((await scoreWith(scorer, params, seen({ body: { text: 'x' } }))).pass).toBe(true)
  })

  test('secrets-out, unless it has found one', () => {
    const params = secretsOut.params.parse({ canaries: ['canary-7f3a-91cd'] })
    expect(() => secretsOut.violations(upload(kept).evidence(), params)).toThrow(/nobody can tell/)
    expect(secretsOut.violations(upload({ body: 'x' }).evidence(), params)).toEqual([])
    const told = upload({ body: 'canary-7f3a-91cd' }).call('shop POST /files', { input: kept })
    expect(secretsOut.violations(told.evidence(), params)).toMatchObject([{ calls: ['c1'] }])
  })

  test('sandbox-first, where a rule asks for members of the input', () => {
    const rule = (where: object) => sandboxFirst.params.parse({ rules: [{ on: 'shop POST *', where }] })
    expect(() => sandboxFirst.violations(upload(kept).evidence(), rule({ 'body.text': 'x' }))).toThrow(
      /nobody can tell/,
    )
    expect(sandboxFirst.violations(upload(kept).evidence(), rule({}))).toHaveLength(1)
    expect(sandboxFirst.violations(upload({ body: { text: 'y' } }).evidence(), rule({ 'body.text': 'x' }))).toEqual([])
  })
})
