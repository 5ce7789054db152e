import { PrerequisiteError, UsageError } from '../kernel/errors.ts'
import type { TrialRecord } from '../record/trial.ts'
import { DEFAULT_START } from '../stage/pacing.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { type ModelMode, modeOf, type OwnProvider, type ProviderName, type WorldModel } from '../world/models/define.ts'
import type { ModelRequest, Piece } from '../world/models/exchange.ts'
import type { LiveDoor } from '../world/models/live/door.ts'
import { openPace } from '../world/models/live/pace.ts'
import { askUpstream, type Upstream } from '../world/models/live/upstream.ts'
import { cassettePath } from '../world/models/recorded/cassette.ts'
import { hideSecrets } from '../world/models/recorded/hide.ts'
import { openRecording, type Recording } from '../world/models/recorded/recorder.ts'
import { countTokens } from '../world/models/tokens.ts'
import { wires } from '../world/models/wires/index.ts'
import { PROVIDERS } from '../world/models/wires/providers.ts'

/** How a run goes about its models. */
export interface ModelSetup {
  /** Where turns come from, whatever scenarios say. */
  mode?: ModelMode | undefined
  /** Writes cassettes of what live models say. */
  record?: boolean | undefined
}

/** The real models of a run: their keys are here, and in no process that runs code of the project. */
export interface RealModels {
  readonly setup: ModelSetup
  /** What one trial has of them. */
  open(trial: ScheduledTrial): TrialModels
  /** What there is to say about them at the end. */
  notes(): string[]
}

export interface TrialModels {
  /** Undefined where none of its models is live. */
  live?: LiveDoor
  /** The trial is over: what was recorded of it is kept, unless its record says nothing. */
  over(record: TrialRecord): Promise<void>
}

interface Known {
  secrets: readonly string[]
  realTime: boolean
}

/**
 * Takes the keys that the models of these trials need.
 * @throws {UsageError} a model cannot be had in the way that is asked for. @throws {PrerequisiteError} a key is not set.
 */
export function openRealModels(
  trials: readonly ScheduledTrial[],
  setup: ModelSetup,
  { secrets, realTime }: Known,
): RealModels {
  for (const trial of trials) checkModes(trial, setup)
  const live = trials.flatMap((trial) => modelsOf(trial).filter(([, model]) => modeOf(model, setup.mode) === 'live'))
  const keys = takeKeys(live)
  const redact = hideSecrets(secrets, Object.fromEntries(keys))
  const upstreams = openUpstreams(keys)
  const troubles: string[] = []
  let kept = 0
  return {
    setup,
    open: (trial) => {
      const models = trial.loaded.world.models
      if (!Object.values(models).some((model) => modeOf(model, setup.mode) === 'live')) return { over: async () => {} }
      const recording = setup.record ? recordingOf(trial, redact, realTime) : undefined
      const door = openDoor(models, upstreams.of, recording)
      return {
        live: door,
        over: async (record) => {
          if (!recording || record.verdict === 'error') return
          await door.quiet()
          try {
            recording.save(cassettePath(trial.loaded.file, trial.id))
            kept++
          } catch (thrown) {
            troubles.push(`The cassette of ${trial.id} was not written: ${String((thrown as Error).message)}.`)
          }
        },
      }
    },
    notes: () => [
      ...upstreams.notes(),
      ...(kept > 0 ? [`${kept} ${kept === 1 ? 'cassette' : 'cassettes'} recorded.`] : []),
      ...troubles,
    ],
  }
}

/** Those that a trial may ask: the one that it is crossed with, else any. */
function modelsOf({ contestant, loaded }: ScheduledTrial): [string, WorldModel][] {
  const all = Object.entries(loaded.world.models)
  const named = contestant.parameter ? undefined : contestant.model
  return named === null || named === undefined ? all : all.filter(([name]) => name === named)
}

function checkModes(trial: ScheduledTrial, { mode: asked }: ModelSetup): void {
  const models = modelsOf(trial)
  for (const [name, model] of models) {
    const mode = modeOf(model, asked)
    const of = `model "${name}" of ${trial.scenario}`
    if (mode === 'scripted' && !model.policy)
      throw new UsageError(`The ${of} cannot be scripted: it has no turns. Add \`turns\`, or a policy.`)
    if (mode !== 'scripted' && !model.provider)
      throw new UsageError(`The ${of} cannot be ${mode}: nobody knows who serves it. Add \`provider: 'openai'\`, say.`)
  }
}

/** A key goes from the environment of this process, which others get theirs from. */
function takeKeys(live: readonly [string, WorldModel][]): Map<string, string> {
  const keys = new Map<string, string>()
  for (const [model, { provider }] of live) {
    const names = keyNames(provider)
    const found = names.find((name) => process.env[name] !== undefined && process.env[name] !== '')
    if (found) keys.set(found, process.env[found] ?? '')
    else if (names.length > 0)
      throw new PrerequisiteError(
        `${names.join(' or ')} is not set: model "${model}" is live. Set it, or run with --models recorded.`,
      )
  }
  for (const name of keys.keys()) delete process.env[name]
  return keys
}

/** Where a key may be. Whoever has an address of their own is given no key that they did not name. */
function keyNames(provider: ProviderName | OwnProvider | undefined): readonly string[] {
  if (provider === undefined) return []
  if (typeof provider === 'string') return PROVIDERS[provider].keys
  return provider.key === undefined ? [] : [provider.key]
}

interface Upstreams {
  of(request: ModelRequest, model: WorldModel): Upstream
  notes(): string[]
}

function openUpstreams(keys: ReadonlyMap<string, string>): Upstreams {
  const open = new Map<string, Upstream & { retries: Map<string, number> }>()
  return {
    of: ({ wire: spoken, model: asked }, { provider: said = {} }) => {
      const { provider } = wires[spoken]
      if (typeof said === 'string' && said !== provider.name)
        throw new Error(`model "${asked}" is ${said}'s, and the agent speaks the API of ${provider.name} to it`)
      const own = typeof said === 'string' ? {} : said
      const place = JSON.stringify([provider.name, own])
      const known = open.get(place)
      if (known) return known
      const names = own.key !== undefined ? [own.key] : own.url === undefined ? provider.keys : []
      const keyName = names.find((name) => keys.has(name))
      const key = keyName === undefined ? undefined : keys.get(keyName)
      const retries = new Map<string, number>()
      const { requests, tokens } = own.perMinute ?? {}
      const upstream = {
        name: own.url === undefined ? provider.name : new URL(own.url).host,
        url: own.url ?? provider.url,
        credentials: key === undefined ? [] : [[provider.header, provider.credential(key)] as const],
        keyName,
        pace: openPace({ ...(requests && { requests }), ...(tokens && { tokens }) }),
        redact: hideSecrets([], Object.fromEntries(keys)),
        retried: (why: string) => void retries.set(why, (retries.get(why) ?? 0) + 1),
        retries,
      }
      open.set(place, upstream)
      return upstream
    },
    notes: () =>
      [...open.values()].flatMap(({ name, retries }) => {
        const all = [...retries.values()].reduce((sum, count) => sum + count, 0)
        const each = [...retries].map(([why, count]) => `${count} x ${why}`).join(', ')
        return all === 0 ? [] : [`${name} was asked again ${all} times: ${each}. No agent had a part in it.`]
      }),
  }
}

function recordingOf({ id, loaded }: ScheduledTrial, redact: (text: string) => string, realTime: boolean): Recording {
  const startsAt = loaded.clockStart ?? (realTime ? Date.now() : DEFAULT_START)
  return openRecording({ trial: id, definition: loaded.definition }, () => startsAt, redact)
}

/** How long answers may still come once nobody waits for them, in ms: they are part of what is recorded. */
const QUIET_MS = 60_000
/** Output tokens assumed where a request names no maximum. */
const ASSUMED_TOKENS = 1_000

function openDoor(
  models: Readonly<Record<string, WorldModel>>,
  upstreamOf: Upstreams['of'],
  recording: Recording | undefined,
): LiveDoor & { quiet(): Promise<void> } {
  const underWay = new Set<Promise<unknown>>()
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
      const upstream = upstreamOf(request, model)
      const record = recording?.begin(request)
      // What is recorded is recorded to its end, whoever still listens.
      const patient = recording ? new AbortController().signal : signal
      const wire = wires[request.wire]
      const maximum = wire.maxOutputTokens(parsed(request.body)) ?? ASSUMED_TOKENS
      const named = renamed(request, model)
      const startedAt = performance.now()
      const answer = await track(askUpstream(named, countTokens(request.body) + maximum, upstream, patient))
      const [mine, theirs] = answer.body.tee()
      const pieces: Piece[] = []
      const listen = async () => {
        for await (const bytes of mine) pieces.push({ atMs: Math.round(performance.now() - startedAt), bytes })
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

function parsed(body: string) {
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
