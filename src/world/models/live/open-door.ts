import type { Json } from '../../../kernel/json.ts'
import type { RunBudget } from '../../../kernel/run-budget.ts'
import { costOf, mostTokens } from '../costs.ts'
import type { WorldModel } from '../define.ts'
import type { ModelRequest, Piece } from '../exchange.ts'
import { piecesOf } from '../pieces.ts'
import type { Recording } from '../recorded/recorder.ts'
import { countTokens } from '../tokens.ts'
import { wires } from '../wires/index.ts'
import type { LiveAnswer, LiveDoor } from './door.ts'
import { askUpstream } from './upstream.ts'
import type { Upstreams } from './upstreams.ts'

/** How long answers may still come once nobody waits for them, in ms: they are part of what is recorded. */
const QUIET_MS = 60_000
/** Output tokens assumed of a request that names no maximum, where it waits for its turn. */
const ASSUMED_TOKENS = 1_000

/** What the real models of one trial are asked with. */
export interface Asking {
  models: Readonly<Record<string, WorldModel>>
  upstreamOf: Upstreams['of']
  /** What the run may still pay. */
  money: RunBudget
  recording: Recording | undefined
}

/** What was said so far: a provider may keep it, and read it again where a request refers to it. */
interface Said {
  tokens: number
}

/** The way to the real models of one trial, from the process that has the keys. */
export function openDoor(asking: Asking): LiveDoor & { quiet(): Promise<void> } {
  const underWay = new Set<Promise<unknown>>()
  // A trial whose provider has failed says nothing any more: it is not asked, and paid for, again.
  let failed: unknown
  const said: Said = { tokens: 0 }
  const track = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work)
    const over = () => void underWay.delete(work)
    work.then(over, over)
    return work
  }
  return {
    ask: async (request, signal) => {
      if (failed !== undefined) throw failed
      // What is recorded is recorded to its end, whoever still listens.
      const patient = asking.recording ? new AbortController().signal : signal
      try {
        return await track(ask(request, { ...asking, said }, patient, track))
      } catch (thrown) {
        if (!patient.aborted) failed = thrown
        throw thrown
      }
    },
    quiet: async () => {
      const limit = Promise.withResolvers<void>()
      const timer = setTimeout(limit.resolve, QUIET_MS)
      await Promise.race([settled(underWay), limit.promise])
      clearTimeout(timer)
    },
  }
}

/** An answer that begins has yet to be heard to its end. */
async function settled(underWay: ReadonlySet<Promise<unknown>>): Promise<void> {
  while (underWay.size > 0) await Promise.allSettled(underWay)
}

async function ask(
  request: ModelRequest,
  asking: Asking & { said: Said },
  signal: AbortSignal,
  track: (work: Promise<unknown>) => void,
): Promise<LiveAnswer> {
  const { models, upstreamOf, recording } = asking
  const model = Object.hasOwn(models, request.model) ? models[request.model] : undefined
  if (!model) throw new Error(`the scenario has no model "${request.model}"`)
  const upstream = upstreamOf(request, model)
  const maximum = wires[request.wire].maxOutputTokens(parsed(request.body))
  const record = recording?.begin(request)
  let pay: Payment | undefined
  const trying = {
    signal,
    isOver: wires[request.wire].isOver,
    begin: async () => {
      pay ??= await takeMoney(request, model, maximum, asking)
    },
    // The next try is paid for as well.
    lost: () => {
      pay?.unknown()
      pay = undefined
    },
  }
  try {
    const tokens = countTokens(request.body) + (maximum ?? ASSUMED_TOKENS)
    const answer = await askUpstream(renamed(request, model), tokens, upstream, trying)
    const [mine, theirs] = answer.body.tee()
    const heard = async () => {
      const pieces: Piece[] = []
      let isWhole = false
      try {
        for await (const bytes of mine) pieces.push({ atMs: Math.round(performance.now() - answer.askedAt), bytes })
        isWhole = true
        record?.finish(answer, pieces)
      } finally {
        answer.settle(pay?.settle(answer.status, pieces, isWhole) ?? 0)
      }
    }
    track(heard().catch(() => {}))
    return { status: answer.status, headers: answer.headers, body: theirs }
  } catch (thrown) {
    // One that was sent and not waited for may be paid for all the same.
    if (signal.aborted) pay?.unknown()
    else pay?.nothing()
    throw thrown
  }
}

type Payment = Awaited<ReturnType<typeof takeMoney>>

/** @throws {Error} there is not enough, or nobody knows how much it takes. */
async function takeMoney(
  { wire: spoken, model: name, path, body }: ModelRequest,
  model: WorldModel,
  maximum: number | undefined,
  { money, said }: Pick<Asking, 'money'> & { said: Said },
) {
  const wire = wires[spoken]
  // To have tokens counted is free.
  const isFree = wire.find('POST', new URL(`https://provider.test/v1${path}`))?.count !== undefined
  const cost = (usage: Parameters<typeof costOf>[2]) => costOf(name, model, usage, wire.provider.name)?.micros
  const request = parsed(body)
  const most = mostTokens(body, maximum, wire.answers?.(request) ?? 1)
  const inputTokens = most.inputTokens + (wire.refers?.(request) ? said.tokens : 0)
  const reserved = isFree ? 0 : cost({ ...most, inputTokens })
  const mostInAll = isFree ? 0 : inputTokens + most.outputTokens
  const settle = (micros: number | undefined, actual: number | undefined) =>
    money.settle(reserved, micros, { reserved: mostInAll, actual })
  if (!(await money.reserve(reserved, mostInAll))) throw new Error('the run has no room left for this call')
  return {
    nothing: () => settle(0, 0),
    unknown: () => (isFree ? settle(0, 0) : settle(undefined, undefined)),
    /** @returns How many tokens it took in all, as far as anybody knows. */
    settle: (status: number, pieces: readonly Piece[], isWhole: boolean): number => {
      const text = Buffer.concat(pieces.map(({ bytes }) => bytes)).toString('utf8')
      const usage = status < 400 ? wire.hear(piecesOf(text)).usage : { inputTokens: 0, outputTokens: 0 }
      // What a provider counts at the beginning of an answer is less than what it charges at the end.
      const isCounted = isWhole || wire.isOver?.(text)
      const counted = isCounted ? usage : undefined
      if (isFree) settle(0, 0)
      else settle(counted && cost(counted), counted && counted.inputTokens + counted.outputTokens)
      const tokens = usage ? usage.inputTokens + usage.outputTokens : countTokens(body) + countTokens(text)
      if (!isFree) said.tokens += tokens
      return tokens
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
  const path = wires[request.wire].pathFor?.(request.path, name) ?? request.path
  const body = parsed(request.body)
  const inBody = typeof body === 'object' && body !== null && 'model' in body
  return { ...request, path, body: inBody ? JSON.stringify({ ...body, model: name }) : request.body }
}
