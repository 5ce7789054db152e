import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import fc from 'fast-check'

type Fetched = Request | Response

/** The object under test, and what became of it: copies, what was built from it, streams and readers of its body. */
export interface Subject {
  objects: Fetched[]
  streams: ReadableStream<Uint8Array>[]
  readers: ReadableStreamDefaultReader<Uint8Array>[]
}

/** Something that code does with a Request or a Response, and what it sees of that. */
export type Operation = (subject: Subject, which: number) => unknown

const at = <T>(list: T[], which: number) => list[which % list.length] as T
const object = ({ objects }: Subject, which: number) => at(objects, which)
const isResponse = (it: Fetched): it is Response => it instanceof Response

async function collect(parts: AsyncIterable<unknown>): Promise<unknown[]> {
  const collected: unknown[] = []
  for await (const part of parts) collected.push(part)
  return collected
}

function bodyOf(subject: Subject, which: number): ReadableStream<Uint8Array> {
  const { body } = object(subject, which)
  if (!body) throw new Error('it has no body')
  return body as ReadableStream<Uint8Array>
}

const reading: Record<string, Operation> = {
  text: (subject, which) => object(subject, which).text(),
  json: (subject, which) => object(subject, which).json(),
  bytes: (subject, which) => object(subject, which).bytes(),
  arrayBuffer: (subject, which) => object(subject, which).arrayBuffer(),
  formData: async (subject, which) => {
    const form = await object(subject, which).formData()
    return Promise.all(
      [...form].map(async ([name, value]) => [name, typeof value === 'string' ? value : await value.text()]),
    )
  },
  blob: async (subject, which) => {
    const blob = await object(subject, which).blob()
    return [blob.type, blob.size, await blob.text()]
  },
  'text and json at once': (subject, which) => {
    const it = object(subject, which)
    return Promise.allSettled([it.text(), it.json()])
  },
  'bytes twice, the first ones written over': async (subject, which) => {
    const it = object(subject, which)
    const copy = it.clone()
    const first = await it.bytes()
    first.fill(0)
    return copy.bytes()
  },
  'text by the method of the class': (subject, which) => {
    const it = object(subject, which)
    return (isResponse(it) ? Response : Request).prototype.text.call(it)
  },
  'json of something else': (subject, which) => object(subject, which).json.call({} as Response),
  'text of another one': (subject, which) => object(subject, which).text.call(new Response('another')),
}

const looking: Record<string, Operation> = {
  bodyUsed: (subject, which) => object(subject, which).bodyUsed,
  'used at once': (subject, which) => {
    const it = object(subject, which)
    it.text().catch(() => {})
    return [it.bodyUsed, it.body?.locked]
  },
  body: (subject, which) => {
    const { body } = object(subject, which)
    return (
      body && [body instanceof ReadableStream, Object.getPrototypeOf(body) === ReadableStream.prototype, body.locked]
    )
  },
  'the same body again': (subject, which) => {
    const { body } = object(subject, which)
    return body === object(subject, which).body
  },
  'its kind': (subject, which) => {
    const it = object(subject, which)
    return [it instanceof Response, it instanceof Request, Object.prototype.toString.call(it), it.constructor.name]
  },
  'its names': (subject, which) => {
    const names: string[] = []
    for (const name in object(subject, which)) names.push(name)
    return [names.sort(), Reflect.ownKeys(object(subject, which)), JSON.stringify(object(subject, which))]
  },
  'its line': (subject, which) => {
    const it = object(subject, which)
    return isResponse(it)
      ? [it.status, it.statusText, it.ok, it.type, it.url, it.redirected]
      : [it.method, it.url, it.mode, it.credentials, it.redirect, it.signal.aborted, it.destination]
  },
  printed: (subject, which) => inspect(object(subject, which)),
  'structured clone': (subject, which) => structuredClone(object(subject, which)),
}

const building: Record<string, Operation> = {
  clone: (subject, which) => void subject.objects.push(object(subject, which).clone()),
  'another of its body': (subject, which) => {
    const it = object(subject, which)
    const { headers } = it
    const made = isResponse(it)
      ? new Response(it.body, { status: it.status, headers })
      : new Request(it.url, { method: 'PUT', headers, body: it.body, duplex: 'half' } as RequestInit)
    subject.objects.push(made)
    return [...made.headers]
  },
  'another of itself': (subject, which) => {
    const it = object(subject, which)
    subject.objects.push(isResponse(it) ? new Response(it.body, it) : new Request(it))
  },
  'another of itself with more': (subject, which) => {
    const it = object(subject, which)
    if (!isResponse(it)) subject.objects.push(new Request(it, { headers: { 'x-more': '1' } }))
  },
}

const streaming: Record<string, Operation> = {
  'take a reader': (subject, which) => void subject.readers.push(bodyOf(subject, which).getReader()),
  'read once': (subject, which) => at(subject.readers, which).read(),
  'let the reader go': (subject, which) => at(subject.readers, which).releaseLock(),
  'cancel by the reader': (subject, which) => at(subject.readers, which).cancel('enough'),
  cancel: (subject, which) => bodyOf(subject, which).cancel('enough'),
  'read into a buffer': async (subject, which) => {
    const reader = bodyOf(subject, which).getReader({ mode: 'byob' })
    const read = [await reader.read(new Uint8Array(4)), await reader.read(new Uint8Array(400))]
    reader.releaseLock()
    return read
  },
  tee: (subject, which) => void subject.streams.push(...bodyOf(subject, which).tee()),
  'read a stream': (subject, which) => collect(at(subject.streams, which)),
  'walk through': (subject, which) => collect(bodyOf(subject, which)),
  'walk two steps': async (subject, which) => {
    for await (const chunk of bodyOf(subject, which).values({ preventCancel: true })) return chunk
    return 'nothing'
  },
  'pipe through': async (subject, which) => {
    const texts = bodyOf(subject, which).pipeThrough(
      new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>,
    )
    return collect(texts)
  },
  'pipe to': async (subject, which) => {
    const chunks: unknown[] = []
    await bodyOf(subject, which).pipeTo(new WritableStream({ write: (chunk) => void chunks.push(show(chunk)) }))
    return chunks
  },
  'as a stream of Node': (subject, which) => collect(Readable.fromWeb(bodyOf(subject, which) as never)),
}

const NAMES = [
  'content-type',
  'Content-Type',
  'content-length',
  'X-One',
  'x-one',
  'Set-Cookie',
  'cookie',
  'bad name',
  'é',
  '',
]
const VALUES = [
  'a',
  ' a b\t',
  'text/html',
  'multipart/form-data; boundary=b',
  'a=1; b="2"',
  'line\nbreak',
  'ÿ',
  '€',
  '',
]

const heading: Record<string, (headers: Headers, name: string, value: string) => unknown> = {
  get: (headers, name) => headers.get(name),
  has: (headers, name) => headers.has(name),
  set: (headers, name, value) => headers.set(name, value),
  append: (headers, name, value) => headers.append(name, value),
  delete: (headers, name) => headers.delete(name),
  entries: (headers) => [[...headers], headers.getSetCookie(), [...headers.keys()]],
}

const fixed = Object.entries({ ...reading, ...looking, ...building, ...streaming })

interface Step {
  name: string
  run: Operation
  which: number
}

/** One operation, on the object itself or on something that came of it. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({ of: fc.constantFrom(...fixed), which: fc.nat(3) })
      .map(({ of: [name, run], which }) => ({ name, run, which })),
  },
  {
    weight: 1,
    arbitrary: fc
      .record({
        of: fc.constantFrom(...Object.entries(heading)),
        name: fc.constantFrom(...NAMES),
        value: fc.constantFrom(...VALUES),
        which: fc.nat(3),
      })
      .map(({ of: [verb, run], name, value, which }) => ({
        name: `headers.${verb} ${name} ${value}`,
        run: (subject: Subject, index: number) => run(object(subject, index).headers, name, value),
        which,
      })),
  },
)

/** What code sees that does these things one after the other. */
export async function observe(first: Fetched, steps: readonly Step[]): Promise<unknown[]> {
  const subject: Subject = { objects: [first], streams: [], readers: [] }
  const seen: unknown[] = []
  for (const { name, run, which } of steps) seen.push([name, await outcome(() => run(subject, which))])
  return seen
}

/** Every operation that has a name, for tables: alone, and behind another one. */
export const named: readonly Step[] = fixed.map(([name, run]) => ({ name, run, which: 0 }))

async function outcome(run: () => unknown): Promise<unknown> {
  try {
    const done = Promise.resolve(run())
    return show(await Promise.race([done, quiet()]))
  } catch (thrown) {
    const { name, message, code } = thrown as Error & { code?: string }
    return { threw: name ?? String(thrown), message: message ?? '', code }
  }
}

/** When nothing more can come. */
async function quiet(): Promise<string> {
  for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve))
  return 'nothing comes'
}

/** A value as it can be compared and printed. */
function show(value: unknown): unknown {
  if (value instanceof ArrayBuffer) return `ArrayBuffer ${Buffer.from(value).toString('hex')}`
  if (value instanceof Uint8Array) {
    return `${value.constructor.name} ${Buffer.from(value).toString('hex')} of ${value.buffer.byteLength}`
  }
  if (Array.isArray(value)) return value.map(show)
  if (value instanceof Error) return [value.name, value.message]
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, show(each)]))
  }
  return value
}
