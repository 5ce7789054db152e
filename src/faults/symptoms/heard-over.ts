import type { Json } from '../../kernel/json.ts'

/** What was heard of a service over a connection, as the trace keeps it; undefined where it is no connection's. */
export function heardOver(output: Json | undefined): Json | undefined {
  if (typeof output !== 'object' || output === null || Array.isArray(output)) return output
  return output.received ?? output
}
