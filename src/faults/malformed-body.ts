import { z } from 'zod'
import { readBody } from '../boundary/read-body.ts'
import { type HttpOutput, isHttpOutput } from '../boundary/reply.ts'
import type { Random } from '../kernel/random.ts'
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
      const text = await readBody(reply.output.body, signal)
      return { ...reply, output: spoil(reply.output, text, how, random) }
    },
  symptom: ({ executed, delivered }, { how }) => {
    if (!executed || delivered?.status === undefined || delivered.status !== executed.status) return undefined
    // What is not JSON is recorded as its text, an empty body as null; what equals the world's own output not at all.
    const spoilt = typeof delivered.output === 'string' || delivered.output === null
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
function spoil({ status, headers, body: _, ...rest }: HttpOutput, text: string, how: How, random: Random): HttpOutput {
  const { 'content-length': __, ...kept } = headers
  if (text === '') return { status, headers, body: text, ...rest }
  if (how === 'html') return { status, headers: { ...kept, 'content-type': 'text/html' }, body: PAGE }
  return { status, headers: kept, body: how === 'cut' ? cut(text) : garbage(random) }
}

/** Half of it, or less where half would be valid: half of `1234` is a number as well. */
function cut(text: string): string {
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
