import type { Json } from '../../../kernel/json.ts'
import { binaryOf } from '../../../trace/binary.ts'
import type { ShownFile } from '../define.ts'

// Files beside a text. What is in them goes by its digest: no scripted model looks at it.

interface Said {
  kind: ShownFile['kind']
  mediaType?: Json | undefined
  name?: Json | undefined
  /** What is in it, in base64 or as a `data:` URL. */
  data?: Json | undefined
  /** Where it is. The first that is a text counts. */
  at?: (Json | undefined)[]
}

/** Nothing where neither what is in it nor where it is is said. */
export function filesOf({ kind, mediaType, name, data, at = [] }: Said): ShownFile[] {
  const inlined = [data, ...at].find((each) => typeof each === 'string' && isInline(each, each === data))
  const named = typeof name === 'string' ? { name } : {}
  if (typeof inlined === 'string') {
    const { mediaType: own, base64 } = partsOf(inlined)
    const { digest, bytes } = binaryOf(Buffer.from(base64, 'base64'))
    return [{ kind, ...typed(own ?? mediaType), ...named, digest, bytes }]
  }
  const place = at.find((each) => typeof each === 'string')
  return typeof place === 'string' ? [{ kind, ...typed(mediaType), ...named, at: place }] : []
}

/** An address may hold all that is at it. */
function isInline(text: string, isData: boolean): boolean {
  return isData || text.startsWith('data:')
}

function partsOf(text: string): { mediaType: string | undefined; base64: string } {
  const [, mediaType, base64] = /^data:([^;,]*)[^,]*,(.*)$/s.exec(text) ?? []
  return base64 === undefined ? { mediaType: undefined, base64: text } : { mediaType: mediaType || undefined, base64 }
}

function typed(mediaType: Json | undefined): { mediaType?: string } {
  return typeof mediaType === 'string' ? { mediaType } : {}
}

/** As a member of a message, where there are some. */
export function showing(files: ShownFile[]): { files?: ShownFile[] } {
  return files.length === 0 ? {} : { files }
}
