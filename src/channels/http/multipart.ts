import { type HttpRequest, headerOf, WholeBody } from '../../boundary/wire.ts'
import { canonical, type Json } from '../../kernel/json.ts'

const BOUNDARY = /(^multipart\/[^;]+;.*\bboundary=)(?:"([^"]+)"|([^;]+))/i
/** Stands in for what a client draws anew for each form. */
const STEADY = 'mettle-form-boundary'

/** A form with files: what its client drew to part it, and its content type without that. */
export interface Multipart {
  drawn: string
  steadyType: string
}

export function multipartOf({ headers }: HttpRequest): Multipart | undefined {
  const found = BOUNDARY.exec(headerOf(headers, 'content-type') ?? '')
  const drawn = found?.[2] ?? found?.[3]
  return found && drawn ? { drawn, steadyType: `${found[1]}${STEADY}` } : undefined
}

/**
 * A form as guards and scorers see it, its boundary always the same: the same form is the same call. Text where all of it
 * is text; else its parts, each a text or what stands for its bytes; and for what has no such parts its bytes as a whole.
 */
export function readMultipart(body: WholeBody, { drawn }: Multipart): Json {
  if (body.isText) return body.text.replaceAll(`--${drawn}`, `--${STEADY}`)
  const steady = () => fromLatin1(latin1(body).replaceAll(`--${drawn}`, `--${STEADY}`)).json
  return partsOf(body, drawn)?.map(({ view }) => view) ?? steady()
}

/** The form as it would have been with other text, or with some of its parts. */
export function writeMultipart(changed: Json, body: WholeBody | undefined, { drawn }: Multipart): WholeBody {
  if (typeof changed === 'string') return new WholeBody(changed.replaceAll(`--${STEADY}`, `--${drawn}`))
  const parts = new Map(body && partsOf(body, drawn)?.map(({ view, raw }) => [canonical(view), raw]))
  const raws = (Array.isArray(changed) ? changed : []).map((view) => {
    const raw = parts.get(canonical(view))
    if (raw === undefined) throw new TypeError('Failed to change a form: it has no such part.')
    return raw
  })
  return fromLatin1([...raws.map((raw) => `--${drawn}${raw}`), `--${drawn}--\r\n`].join(''))
}

interface Part {
  view: { head: string; body: Json }
  /** What stands between two boundaries, a character for each byte. */
  raw: string
}

/** Undefined where anything stands outside of parts with a head and a body: what a server makes of that is anybody's guess. */
function partsOf(body: WholeBody, drawn: string): Part[] | undefined {
  const [before, ...pieces] = latin1(body).split(`--${drawn}`)
  const after = pieces.pop()
  if (before !== '' || !/^--(\r\n)?$/.test(after ?? '')) return undefined
  const parts = pieces.map(partOf)
  return parts.every((part) => part !== undefined) ? parts : undefined
}

function partOf(raw: string): Part | undefined {
  const found = /^\r\n([\s\S]*?)\r\n\r\n([\s\S]*)\r\n$/.exec(raw)
  if (!found) return undefined
  const [, head = '', content = ''] = found
  const body = fromLatin1(content)
  return { view: { head: fromLatin1(head).text, body: body.isText ? body.text : body.json }, raw }
}

function latin1({ bytes: { buffer, byteOffset, byteLength } }: WholeBody): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('latin1')
}

function fromLatin1(text: string): WholeBody {
  return new WholeBody(Buffer.from(text, 'latin1'))
}
