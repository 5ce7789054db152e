import { z } from 'zod'
import type { Json } from '../../kernel/json.ts'
import { endpointsOf, touchedEndpoint } from '../../trace/endpoints.ts'
import type { Evidence } from '../../trace/evidence.ts'
import type { Acceptance } from '../define.ts'

const fileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Each with who let it in, so that a review can ask why. */
  endpoints: z.array(z.strictObject({ endpoint: z.string(), reason: z.string(), acceptedAt: z.string() })),
})

/** @throws {Error} it is no list of endpoints. */
export function acceptedEndpoints(content: Json): string[] {
  return readFile(content).endpoints.map(({ endpoint }) => endpoint)
}

/** Adds what trials reached for; what is there stays. */
export function growEndpoints(
  content: Json | undefined,
  trials: readonly Evidence[],
  { reason, acceptedAt }: Acceptance,
): { content: Json; added: string[] } {
  const before = content === undefined ? [] : readFile(content).endpoints
  const known = new Set(before.map(({ endpoint }) => endpoint))
  const added = [...new Set(trials.flatMap(reached))].filter((endpoint) => !known.has(endpoint)).sort()
  const endpoints = [...before, ...added.map((endpoint) => ({ endpoint, reason, acceptedAt }))]
  endpoints.sort((a, b) => (a.endpoint < b.endpoint ? -1 : 1))
  return { content: { schemaVersion: 1, endpoints }, added }
}

function reached({ calls }: Evidence): string[] {
  return calls.flatMap(({ call, effects }) => [
    ...endpointsOf(call),
    ...(call.holdsEffects ? effects.map(touchedEndpoint) : []),
  ])
}

function readFile(content: Json): z.output<typeof fileSchema> {
  const parsed = fileSchema.safeParse(content)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`it is no list of endpoints (${issue?.path.join('.')}: ${issue?.message})`)
}
