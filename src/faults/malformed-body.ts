import { z } from 'zod'
import { readBody } from '../boundary/read-body.ts'
import { isHttpOutput } from '../boundary/reply.ts'
import { type HttpOutput, WholeBody, without } from '../boundary/wire.ts'
import type { Random } from '../kernel/random.ts'
import { isBinary } from '../trace/binary.ts'
import { defineFault } from './define.ts'

const hows = ['cut', 'garbage', 'html'] as const
type How = (typeof hows)[number]

export const malformedBody = defineFault({
  name: 'malformed-body',
  summary: 'The world does what was asked, and the body of its reply is not valid JSON.',
  channels: ['http', 'model'],
  params: z.strictObject({ how: z.enum(hows).default('cut') }),
  arbitrary: (fc) => fc.record({ how: fc.constantFrom(...hows) }),
  detectable: true,
  terminal: false,
  inject:
    ({ how }) =>
    async (_call, next, { signal, random }) => {
      const reply = await next()
      if (reply.kind === 'broken' || !isHttpOutput(reply.output)) return reply
      const body = await readBody(reply.output.body, signal)
      return { ...reply, output: spoil({ ...reply.output, body }, body, how, random) }
    },
  symptom: ({ executed, delivered }, { how }) => {
    if (!executed || delivered?.status === undefined || delivered.status !== executed.status) return undefined
    // What is not JSON is recorded as its text or as bytes, an empty body as null; what equals the world's own output not at all.
    const { output } = delivered
    const spoilt = typeof output === 'string' || output === null || isBinary(output)
    return spoilt && delivered.outcome === executed.outcome ? SEEN[how] : undefined
  },
})

const SEEN: Record<How, string> = {
  cut: 'the body ended halfway',
  garbage: 'the body was garbage',
  html: 'the body was an HTML page',
}

const PAGE =
  '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>'
const SIGNS = [...'%&#@!?;|~^<>$abcdefxyz0189']

/** An empty body, such as that of a 204, has nothing to spoil. */
function spoil(output: HttpOutput, body: WholeBody, how: How, random: Random): HttpOutput {
  if (body.isEmpty) return output
  const { status } = output
  const headers = without(output.headers, 'content-length')
  if (how === 'cut') return { status, headers, body: cut(body) }
  // What stands in its place is not compressed.
  const plain = without(headers, 'content-encoding')
  if (how === 'garbage') return { status, headers: plain, body: new WholeBody(garbage(random)) }
  const html = [...without(plain, 'content-type'), ['content-type', 'text/html'] as const]
  return { status, headers: html, body: new WholeBody(PAGE) }
}

/** Half of it, or less where half would be valid: half of `1234` is a number as well. */
function cut(body: WholeBody): WholeBody {
  if (!body.isText) return new WholeBody(body.bytes.subarray(0, body.bytes.byteLength >> 1))
  return new WholeBody(cutText(body.text))
}

function cutText(text: string): string {
  for (let end = Math.floor(text.length / 2); end > 0; end--) {
    if (!isJson(text.slice(0, end))) return text.slice(0, end)
  }
  return ''
}

function garbage(random: Random): string {
  return `%${Array.from({ length: 40 }, () => random.pick(SIGNS)).join('')}`
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
