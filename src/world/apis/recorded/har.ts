import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { messageOf, UsageError } from '../../../kernel/errors.ts'
import { digestText } from '../../../kernel/json.ts'

/** One exchange of a recording, as far as it can be played again. */
export interface Exchange {
  method: string
  url: URL
  /** Text of the request's body; undefined where it had none. */
  body: string | undefined
  status: number
  headers: [string, string][]
  answer: Uint8Array
}

const pair = z.object({ name: z.string(), value: z.string() })
// A recorder may write more members than the format has.
const harSchema = z.object({
  log: z.object({
    entries: z.array(
      z.object({
        request: z.object({
          method: z.string(),
          url: z.url(),
          postData: z.object({ text: z.string().optional() }).nullish(),
        }),
        response: z.object({
          status: z.int(),
          headers: z.array(pair).default([]),
          content: z
            .object({ text: z.string().optional(), encoding: z.string().optional(), mimeType: z.string().optional() })
            .default({}),
        }),
      }),
    ),
  }),
})

/** They tell of the connection that was, not of the answer, or let somebody in. */
const DROPPED =
  /^(connection|keep-alive|transfer-encoding|content-(length|encoding)|set-cookie|date|alt-svc|strict-transport-security|:.*)$/i

/**
 * Reads an HTTP archive (HAR 1.2). Exchanges that were never answered are left out.
 * @throws {UsageError} it cannot be read, or is none.
 */
export function readHar(file: string): { exchanges: Exchange[]; digest: string } {
  let text: string
  let written: unknown
  try {
    text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
    written = JSON.parse(text)
  } catch (thrown) {
    throw new UsageError(`Failed to read ${file}: ${messageOf(thrown)}. A path begins at the module that says it.`)
  }
  const parsed = harSchema.safeParse(written)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new UsageError(`Failed to read ${file}: it is no HTTP archive: ${issue?.path.join('.')}: ${issue?.message}.`)
  }
  const answered = parsed.data.log.entries.filter(
    ({ response, request }) => response.status >= 200 && request.method !== 'OPTIONS',
  )
  return { exchanges: answered.map(exchangeOf), digest: digestText(text) }
}

type Entry = z.output<typeof harSchema>['log']['entries'][number]

function exchangeOf({ request, response }: Entry): Exchange {
  const { text = '', encoding, mimeType } = response.content
  const headers = response.headers.flatMap(({ name, value }): [string, string][] =>
    DROPPED.test(name) ? [] : [[name, value]],
  )
  const isTyped = headers.some(([name]) => name.toLowerCase() === 'content-type')
  return {
    method: request.method.toUpperCase(),
    url: new URL(request.url),
    body: request.postData?.text,
    status: response.status,
    headers: isTyped || !mimeType ? headers : [...headers, ['content-type', mimeType]],
    answer: Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8'),
  }
}
