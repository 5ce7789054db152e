import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { manualClock } from '../../src/kernel/clock.ts'
import type { Json } from '../../src/kernel/json.ts'
import { isBounded, KEPT_BYTES } from '../../src/trace/bounded.ts'
import { seal, unseal } from '../../src/trace/chain.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import { readTrace, type TracePlace } from '../../src/trace/read-trace.ts'
import { openRecorder } from '../../src/trace/recorder.ts'
import { createRedactor } from '../../src/trace/redact.ts'
import { openTraceFile } from '../../src/trace/trace-file.ts'

const NONCE = 'n'
let path: string
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-abridge-'))
  path = join(folder, 'w1.jsonl')
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
})

const requestOf = (body: Json, at: number): TraceEvent => ({
  type: 'call',
  call: {
    ...{ id: `c${at + 1}`, key: 'k', attempt: 1, channel: 'model', wire: 'responses', isAction: false },
    ...{ target: 'model chat', input: { path: {}, query: {}, headers: {}, body } },
    ...{ access: 'read', principal: 'a', items: 1 },
  },
})

/** Writes the requests of one trial, a line each. */
function write(bodies: readonly Json[], secrets: Record<string, string> = {}): TracePlace {
  const file = openTraceFile(dirname(path), 'w1.jsonl')
  const offset = file.end()
  const recorder = openRecorder({ file, clock: manualClock(0), redact: createRedactor(secrets), nonce: NONCE })
  for (const [at, body] of bodies.entries()) {
    recorder.write(requestOf(body, at))
    recorder.flush()
  }
  return { path, offset, length: file.end() - offset, nonce: NONCE }
}

/** The same as it is written where no call is to a model: nothing is left out. */
function writeWhole(bodies: readonly Json[], secrets: Record<string, string> = {}): string[] {
  const lines: string[] = []
  const file = { append: (line: string) => void lines.push(line) }
  const recorder = openRecorder({ file, clock: manualClock(0), redact: createRedactor(secrets), nonce: NONCE })
  for (const [at, body] of bodies.entries()) {
    const { type, call } = requestOf(body, at) as Extract<TraceEvent, { type: 'call' }>
    recorder.write({ type, call: { ...call, wire: undefined } as unknown as typeof call })
    recorder.flush()
  }
  return lines.map((line) => line.slice(0, line.lastIndexOf('\t')))
}

const read = (place: TracePlace) => readTrace(place).events
/** As texts: what is read has the members that were sent, in their order. */
const textsOf = (events: readonly Recorded[]) =>
  events.map((event) => {
    if (event.type !== 'call') return ''
    const { wire: _, ...call } = event.call
    return JSON.stringify([{ ...event, call }])
  })
const bodiesOf = (events: readonly Recorded[]) =>
  events.map((event) => event.type === 'call' && (event.call.input as { body: Json }).body)

const say = (text: string): Json => ({ role: 'user', content: `${text} ${'and so on '.repeat(25)}` })
const tools: Json = ['look', 'write'].map((name) => ({ name, description: `What ${name} does: ${'more '.repeat(40)}` }))
/** What a client sends in so many turns: all that was said, and two messages more each time. */
const turns = (count: number, member = 'messages'): Json[] =>
  Array.from({ length: count }, (_, turn) => ({
    model: 'm',
    [member]: Array.from({ length: 2 * turn + 1 }, (_, at) => say(`${member} ${at}.`)),
    tools,
  }))

const occurrences = (text: string) => readFileSync(path, 'utf8').split(text).length - 1

describe('what a model is told again', () => {
  test('is written once, and read in each request', () => {
    const bodies = turns(30)
    const place = write(bodies)
    expect(bodiesOf(read(place))).toEqual(bodies)
    expect(occurrences('messages 0.')).toBe(1)
    expect(occurrences('messages 58.')).toBe(1)
    expect(occurrences('What look does')).toBe(1)
    // A request costs what it adds, however long its conversation is.
    const lines = readFileSync(path, 'utf8').split('\n')
    expect(lines[29]?.length).toBeLessThan((lines[2]?.length ?? 0) + 20)
    // Control: where nothing is left out, each holds all of it.
    expect(writeWhole(bodies).filter((line) => line.includes('messages 0.'))).toHaveLength(30)
  })

  test('is found whichever conversation it belongs to, and where one forgets or changes what it began with', () => {
    const [one, two] = [turns(12, 'messages'), turns(12, 'contents')]
    const woven = one.flatMap((body, at) => [body, two[at] as Json])
    const window = Array.from({ length: 20 }, (_, at) => ({
      messages: [say('You are a clerk.'), ...Array.from({ length: 6 }, (_, place) => say(`window ${at + place}.`))],
    }))
    const clocked = Array.from({ length: 20 }, (_, at) => ({
      messages: [say(`It is ${at} o'clock.`), ...Array.from({ length: at }, (_, place) => say(`later ${place}.`))],
      system: `You keep the books of a bakery. ${'And more. '.repeat(30)}`,
    }))
    const bodies = [...woven, ...window, ...clocked]
    expect(bodiesOf(read(write(bodies)))).toEqual(bodies)
    for (const said of ['messages 3.', 'contents 3.', 'window 7.', 'later 4.']) expect(occurrences(said), said).toBe(1)
    expect(occurrences('You keep the books of a bakery.')).toBe(1)
  })

  test('is told apart where one text goes on as another ends', () => {
    const bodies = [1, 12, 123, 1].map((last) => ({ messages: [say('a'), last] }))
    expect(bodiesOf(read(write(bodies)))).toEqual(bodies)
  })

  test('is read as it would be had all been written, whatever is sent', () => {
    const message = fc.oneof(
      fc.constantFrom(say('a'), say('b'), say('c'), say('d'), 'x'.repeat(300), 'ü'.repeat(250), 7, '', [], [1, 2], {}),
      fc.json({ maxDepth: 3 }).map((text) => JSON.parse(text) as Json),
    )
    const member = fc.oneof(fc.array(message, { maxLength: 12 }), message)
    const name = fc.constantFrom('messages', 'system', 'abridged', '7', 'made', 'constructor')
    const requests = fc.array(fc.oneof(fc.dictionary(name, member), message), { maxLength: 12 })
    fc.assert(
      fc.property(requests, (bodies) => {
        rmSync(path, { force: true })
        expect(textsOf(read(write(bodies)))).toEqual(writeWhole(bodies))
      }),
      { numRuns: 150 },
    )
  })

  test('is kept in part where a request is too large, at the same size as any other', () => {
    const sized = (sign: string, count: number): Json => ({ messages: [say('a'), sign.repeat(count), say('b')] })
    const rest = JSON.stringify({ path: {}, query: {}, headers: {}, body: sized('', 0) }).length
    const [most, half] = [KEPT_BYTES - rest, Math.floor((KEPT_BYTES - rest) / 2)]
    const near = [-9, -5, -4, -3, -2, -1, 0, 1, 2, 5]
    const bodies = [...near, ...near].flatMap((more) => [sized('x', most + more), sized('ü', half + more)])
    const kept = read(write(bodies))
    expect(textsOf(kept)).toEqual(writeWhole(bodies))
    const inPart = kept.filter((event) => event.type === 'call' && isBounded(event.call.input))
    expect(inPart).toHaveLength(2 * 2 * 3)
  })

  test('is held for so long as there is room for it', () => {
    const large = (at: number): Json => ({ messages: [{ content: `large ${at}. ${'x'.repeat(60_000)}` }] })
    const bodies = [...Array.from({ length: 80 }, (_, at) => large(at)), large(79), large(0)]
    expect(bodiesOf(read(write(bodies)))).toEqual(bodies)
    expect(occurrences('large 79.')).toBe(1)
    // Forgotten by then, and written again.
    expect(occurrences('large 0.')).toBe(2)
  })

  test('is no matter of other trials in the same file', () => {
    const [first, second] = [write(turns(4)), write(turns(4))]
    expect(bodiesOf(read(second))).toEqual(turns(4))
    expect(occurrences('messages 0.')).toBe(2)
    writeFileSync(path, readFileSync(path).fill('x', 0, first.length))
    expect(bodiesOf(read(second))).toEqual(turns(4))
  })
})

describe('a process that is killed', () => {
  test('leaves lines each of which can be read by those before it, wherever it was', () => {
    const bodies = turns(4)
    const place = write(bodies)
    const whole = readFileSync(path)
    for (let length = 0; length <= place.length; length += 13) {
      writeFileSync(path, whole.subarray(0, length))
      const { events } = readTrace({ ...place, length })
      expect(bodiesOf(events)).toEqual(bodies.slice(0, events.length))
    }
  })
})

describe('a body that looks like what the trace writes', () => {
  const runs: Json = [['messages', [[1, 2], 1]]]
  const long = say('a')
  test.each<[string, Json]>([
    ['a member of that name', { messages: [long, say('b'), say('c')], abridged: runs }],
    ['the runs of a list as its elements', { messages: [[1, 2], 1, [1, 2], long, long, long, long] }],
    ['a list of what stands for others', { messages: [{ abridged: runs }, { abridged: [['body', [[1, 1]]]] }, long] }],
    ['the text of an event', { messages: [`","abridged":${JSON.stringify(runs)}}`.repeat(20)] }],
    ['nothing where there was much', { messages: [], system: null }],
  ])('is read as itself: %s', (_, body) => {
    const bodies = [{ messages: [long, say('b')], system: 's'.repeat(300) }, body, body]
    expect(bodiesOf(read(write(bodies)))).toEqual(bodies)
  })

  test('is none where it is no request to a model', () => {
    const lines: string[] = []
    const file = { append: (line: string) => void lines.push(line) }
    const recorder = openRecorder({ file, clock: manualClock(0), redact: (text) => text, nonce: NONCE })
    const event = requestOf({ messages: [say('a'), say('b')], abridged: runs }, 0)
    const { type, call } = event as Extract<TraceEvent, { type: 'call' }>
    const { wire: _, ...other } = call
    for (let time = 0; time < 2; time++) recorder.write({ type, call: other })
    recorder.flush()
    expect(JSON.parse(unseal(lines.join(''), NONCE).texts[0] ?? '')).toMatchObject([{ call: other }, { call: other }])
  })
})

describe('what was written is what is found', () => {
  test('a message that was changed in the file breaks the chain where it stands, not only where it is named', () => {
    const place = write(turns(4))
    const content = readFileSync(path, 'utf8')
    writeFileSync(path, content.replace('messages 1.', 'messages 9.'))
    expect(readTrace(place)).toMatchObject({ check: { brokenAt: 2 }, events: [{ seq: 1 }] })
    writeFileSync(path, content)
    // Control.
    expect(readTrace(place).check).toEqual(expect.not.objectContaining({ brokenAt: 2 }))
  })

  test.each<[string, (text: string) => string]>([
    ['a number that nothing has', (text) => text.replace(/\[1,1\]/, '[77,1]')],
    ['more than there is', (text) => text.replace(/\[1,1\]/, '[1,10000000]')],
    ['a number before the first', (text) => text.replace(/\[1,1\]/, '[0,1]')],
    ['more than is written', (text) => text.replace(/,2\]\]/, ',3]]')],
    ['less than is written', (text) => text.replace(/,2\]\]/, ',1]]')],
    ['a member that is not there', (text) => text.replace('"abridged":[["messages"', '"abridged":[["others"')],
  ])('who writes the chain anew cannot name what is not there: %s', (_, change) => {
    const place = write(turns(2))
    const { texts } = unseal(readFileSync(path, 'utf8'), NONCE)
    const changed = texts.map((text, at) => (at === 1 ? change(text) : text))
    expect(changed[1]).not.toBe(texts[1])
    let head = ''
    const lines = changed.map((text) => {
      const sealed = seal(NONCE, head, text)
      head = sealed.head
      return sealed.line
    })
    writeFileSync(path, lines.join(''))
    const length = Buffer.byteLength(lines.join(''))
    expect(() => readTrace({ ...place, length })).toThrow('e2 names what no line before it holds')
  })

  test('an agent that patches how things are looked up changes no record', () => {
    const [{ get, has }, { slice }] = [Map.prototype, String.prototype]
    const bodies = [...turns(4), ...turns(4, 'contents').map((body) => JSON.parse(JSON.stringify(body)) as Json)]
    const kept: Record<number, string> = {}
    let place: TracePlace
    try {
      Map.prototype.get = () => 1
      Map.prototype.has = () => true
      // Of what it cut, it gives the first of each length again.
      String.prototype.slice = function (from, to) {
        const part = slice.call(this, from, to)
        if (from !== 0 || part.length < 200) return part
        kept[part.length] ??= part
        return kept[part.length] ?? part
      }
      place = write(bodies)
    } finally {
      Object.assign(Map.prototype, { get, has })
      String.prototype.slice = slice
    }
    expect(bodiesOf(read(place))).toEqual(bodies)
  })
})

describe('secrets', () => {
  test.each<[string, Record<string, string>]>([
    ['in what is said', { KEY: 'hush-hush' }],
    ['that are a type, which events have too', { KEY: 'tool_result' }],
    ['that are numbers', { KEY: '1000' }],
    ['that are digits of a reference', { KEY: '1,10' }],
    ['in the name of a member', { KEY: 'messages' }],
    ['in the word for what is left out', { KEY: 'abridged' }],
  ])('are hidden as they would be had all been written: %s', (_, secrets) => {
    const message = (at: number): Json => ({
      ...{ type: at % 3 === 0 ? 'tool_result' : 'text', seq: 1000 + at, messages: at },
      content: `${at} hush-hush ${'1000 '.repeat(20)}`,
    })
    const bodies = Array.from({ length: 30 }, (_, turn) => ({
      messages: Array.from({ length: 40 + turn }, (_, at) => message(at)),
      system: 'hush-hush '.repeat(40),
    }))
    expect(textsOf(read(write(bodies, secrets)))).toEqual(writeWhole(bodies, secrets))
    expect(readFileSync(path, 'utf8')).not.toContain('hush-hush'.repeat(secrets.KEY === 'hush-hush' ? 1 : 1_000))
  })
})
