import type { Json } from '../kernel/json.ts'
import type { Binary } from '../trace/binary.ts'
import { boundText } from '../trace/bounded.ts'
import { hasBody, type Output, type Reply } from './reply.ts'
import { isWhole, type WholeBody } from './wire.ts'

/** How much of the readable parts of bytes is kept of an output, in characters. */
const MOST_STRINGS = 4_096

/** An output as the trace keeps it: `json`, or what stands for it where its text is larger than 64 KiB. */
export function keptOutput(output: Output, json: Json): Json {
  // Null where nothing crosses, as in the answer to a HEAD, whatever the body was.
  if (json === null) return null
  if (hasBody(output)) return isWhole(output.body) ? keptBody(output.body, json) : json
  return boundText(JSON.stringify(json) ?? '') ?? json
}

function keptBody(body: WholeBody, json: Json): Json {
  if (body.isText) return boundText(body.text) ?? json
  const binary = json as Binary
  return { ...binary, strings: binary.strings.slice(0, MOST_STRINGS) }
}

/** The same for what a reply carries; a broken one carries nothing whole. */
export function keptReply(reply: Reply, json: Json): Json {
  return reply.kind === 'broken' ? json : keptOutput(reply.output, json)
}
