import type { Asking } from '../../boundary/channel-traits.ts'
import type { Json } from '../../kernel/json.ts'

/** Arguments are in a request, not among its headers; the id of what a model asked for is a header, or the key of a repeat. */
export const httpAsking: Asking = {
  argumentsIn: (input) => partsOf(input, ['path', 'query', 'body']) ?? input,
  idsIn: (input) => partsOf(input, ['headers', 'query', 'body']) ?? [],
}

function partsOf(input: Json, names: readonly string[]): Json[] | undefined {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) return undefined
  return names.map((name) => input[name] ?? null)
}
