import type { Json } from '../kernel/json.ts'
import { boundText } from '../trace/bounded.ts'
import { isHttpOutput, type Output, type Reply } from './reply.ts'

/** An output as the trace keeps it: `json`, or what stands for it where its text is larger than 64 KiB. */
export function keptOutput(output: Output, json: Json): Json {
  // Null where nothing crosses, as in the answer to a HEAD, whatever the body was.
  if (json === null) return null
  if (isHttpOutput(output)) return (typeof output.body === 'string' && boundText(output.body)) || json
  return boundText(JSON.stringify(json) ?? '') ?? json
}

/** The same for what a reply carries; a broken one carries nothing whole. */
export function keptReply(reply: Reply, json: Json): Json {
  return reply.kind === 'broken' ? json : keptOutput(reply.output, json)
}
