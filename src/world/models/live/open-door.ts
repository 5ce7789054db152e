import type { Json } from '../../../kernel/json.ts'
import type { WorldModel } from '../define.ts'
import type { ModelRequest, Piece } from '../exchange.ts'
import type { Recording } from '../recorded/recorder.ts'
import { countTokens } from '../tokens.ts'
import { wires } from '../wires/index.ts'
import type { LiveDoor } from './door.ts'
import { askUpstream } from './upstream.ts'
import type { Upstreams } from './upstreams.ts'

/** How long answers may still come once nobody waits for them, in ms: they are part of what is recorded. */
const QUIET_MS = 60_000
/** Output tokens assumed where a request names no maximum. */
const ASSUMED_TOKENS = 1_000

/** The way to the real models of one trial, from the process that has the keys. */
export function openDoor(
  models: Readonly<Record<string, WorldModel>>,
  upstreamOf: Upstreams['of'],
  recording: Recording | undefined,
): LiveDoor & { quiet(): Promise<void> } {
  const underWay = new Set<Promise<unknown>>()
  // A trial whose provider has failed says nothing any more: it is not asked, and paid for, again.
  let failed: unknown
  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work)
    const over = () => void underWay.delete(work)
    work.then(over, over)
    return work
  }
  return {
    ask: async (request, signal) => {
      const model = Object.hasOwn(models, request.model) ? models[request.model] : undefined
      if (!model) throw new Error(`the scenario has no model "${request.model}"`)
      if (failed !== undefined) throw failed
      const upstream = upstreamOf(request, model)
      const record = recording?.begin(request)
      // What is recorded is recorded to its end, whoever still listens.
      const patient = recording ? new AbortController().signal : signal
      const wire = wires[request.wire]
      const maximum = wire.maxOutputTokens(parsed(request.body)) ?? ASSUMED_TOKENS
      const named = renamed(request, model)
      const answer = await track(askUpstream(named, countTokens(request.body) + maximum, upstream, patient)).catch(
        (thrown) => {
          if (!patient.aborted) failed = thrown
          throw thrown
        },
      )
      const [mine, theirs] = answer.body.tee()
      const pieces: Piece[] = []
      const listen = async () => {
        for await (const bytes of mine) pieces.push({ atMs: Math.round(performance.now() - answer.askedAt), bytes })
        answer.settle(countTokens(request.body) + pieces.reduce((sum, { bytes }) => sum + bytes.length / 4, 0))
        record?.finish(answer, pieces)
      }
      track(listen()).catch(() => {})
      return { status: answer.status, headers: answer.headers, body: theirs }
    },
    quiet: async () => {
      const limit = Promise.withResolvers<void>()
      const timer = setTimeout(limit.resolve, QUIET_MS)
      await Promise.race([Promise.allSettled(underWay), limit.promise])
      clearTimeout(timer)
    },
  }
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** The same request for what the provider calls the model. */
function renamed(request: ModelRequest, { name }: WorldModel): ModelRequest {
  if (name === undefined) return request
  const path = request.path.replace(
    /^(\/models\/)[^/:]+(?=:)/,
    (_, before: string) => before + encodeURIComponent(name),
  )
  const body = parsed(request.body)
  const inBody = typeof body === 'object' && body !== null && 'model' in body
  return { ...request, path, body: inBody ? JSON.stringify({ ...body, model: name }) : request.body }
}
