import type { Breaker } from '../boundary/breakage.ts'
import { tellEffect } from '../boundary/deciding.ts'
import type { OwnCode } from '../boundary/own-code.ts'
import type { Seam, SeamParts } from '../boundary/seam.ts'
import { planBreaker } from '../faults/breaking.ts'
import { planInjector } from '../faults/plan.ts'
import { around, loosened } from '../guards/mutating/mutants-of.ts'
import { Cleanup } from '../kernel/cleanup.ts'
import type { Clock } from '../kernel/clock.ts'
import { quietError } from '../kernel/errors.ts'
import { createRandom, type Random } from '../kernel/random.ts'
import type { PlannedFault, Scenario } from '../scenario/compiled.ts'
import type { TraceEvent } from '../trace/event.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import type { EndedHow } from '../trace/events/trial-ended.ts'
import type { WorldState } from '../trace/evidence.ts'
import { type OpenDatabases, openDatabases } from '../world/databases/sessions/open.ts'
import { inVariant } from '../world/in-variant.ts'
import { openMcpServers } from '../world/mcp/open.ts'
import type { ModelMeans } from '../world/models/model-route.ts'
import { type OpenServices, openServices } from '../world/services/session/open.ts'
import type { ServiceMeans } from '../world/services/session/watch.ts'
import { handlerOf, startWorld, type World } from '../world/start.ts'
import { boundAttempts } from './bounded-attempts.ts'
import type { ChangeCounts, TrialOrder } from './order.ts'
import { wireSeam } from './wire-seam.ts'

/** How long what the world runs may go on after the agent has ended, in ms of the trial's clock. */
const FINISH_MS = 1_000

/** What a stage needs to know of its trial. */
export type StageOrder = Pick<
  TrialOrder,
  'id' | 'seed' | 'planSeed' | 'variant' | 'model' | 'databases' | 'services' | 'schedule' | 'mutant'
> & {
  /** 1 where it is left out. */
  repeat?: number
  /** Of the run, where there is one: no agent may see it that can be kept from it. */
  folder?: string
  agent: { name: string }
  /** Faults to inject in place of the variant's. */
  plan?: readonly PlannedFault[]
}

/** What whoever runs the agent lends to a stage. */
export interface StageMeans {
  clock: Clock
  write(event: TraceEvent): void
  /** Writes down what waits for what comes of it. Default: nothing waits. */
  flush?(): void
  /** Resolves when a reply with this key may be handed over. Default: at once. */
  turn?(key: string): Promise<void>
  /** Told of a call that comes when the trial is over. */
  late?(): void
  /** What real models take. Default: there are none. */
  models?: ModelMeans
  /** What a service of the trial holds now. Default: it has none. */
  look?: ServiceMeans['look']
  /** Told of what takes real time. Default: nothing is paced. */
  real?(what: string): void
  /** Runs code of the scenario's own: guards that are no part of the catalogue, an approver. Default: as it is. */
  own?: OwnCode
}

/**
 * The world of one trial with its guards and faults on the seam: all that an agent can meet, and nothing of who the agent
 * is or how it reaches it. A value: what has it, from whatever socket or process, reaches this trial and no other.
 */
export interface Stage extends AsyncDisposable {
  readonly order: StageOrder
  readonly scenario: Scenario
  readonly clock: Clock
  readonly random: Random
  readonly world: World
  readonly databases: OpenDatabases['worlds']
  readonly services: OpenServices['worlds']
  readonly seam: Seam
  /** Who acts, to guards: the agent's name. */
  readonly principal: string
  /** Aborts when the trial is over. */
  readonly signal: AbortSignal
  /** Resolves when the trial was ended from outside the agent's own promise. */
  readonly stopped: Promise<void>
  /** How many effects there are on each database. */
  readonly changes: ChangeCounts
  /** What could not be let go of. */
  readonly problems: readonly string[]
  write(event: TraceEvent): void
  /** Ends the trial from outside the agent's own promise. Only the first call counts. */
  stop(how: EndedHow, detail: string): void
  /** The same where nothing can happen any more. */
  stuck(): void
  /** The names of the scenario's guards, those that a probe leaves out included. */
  readonly guardNames: readonly string[]
  /** Says how a safeguard of the agent's own, a program, fails now; undefined where the plan has it be as it is. */
  breakProgram: Breaker['program']
  /** Whoever runs the agent says how it is killed and started anew. Nobody does where that cannot be done. */
  onRestart(restart: NonNullable<SeamParts['restart']>): void
}

/** Opens the stage of a trial. @throws {Error} its databases cannot be reached, or a server of its tools does not start. */
export async function openStage(order: StageOrder, scenario: Scenario, means: StageMeans): Promise<Stage> {
  const cleanup = new Cleanup()
  const { clock } = means
  const random = createRandom(order.seed)
  const changes = Object.fromEntries(Object.keys(order.databases?.logins ?? {}).map((name) => [name, 0]))
  const ending = endable((event) => means.write(event))
  const attempt = boundAttempts(means.write, scenario.limits, (...how) => ending.stop(...how))
  const write = (event: TraceEvent) => {
    attempt(event)
    tally(event, changes)
  }
  cleanup.defer('end what still waits', ending.end)
  try {
    const world = await openWorld(scenario, order, means, cleanup)
    const databases = await openDatabases(order.databases?.logins ?? {}, clock)
    cleanup.defer('let go of the databases', () => databases.close())
    const services = await openServices(order.services ?? {}, { look: noLook, real: () => {}, ...means, write })
    cleanup.defer('let go of the services', () => services.close())
    const { signal, stop, stopped } = ending
    const parts = { order, scenario, clock, random, world, signal, stop, write }
    let restart: NonNullable<SeamParts['restart']> = async () => false
    const breaker = breakerOf(parts)
    const seam = openSeam(parts, { ...means, breaker, restart: (call) => restart(call) })
    cleanup.defer('let the world finish what it runs', () => untilQuiet(seam, clock))
    begin(parts, services.initial, means.models?.origins)
    return {
      stuck: () => {
        for (const { id, target } of seam.unanswered()) write({ ...NO_ANSWER, where: handlerOf(target), call: id })
        stop('never-finished', 'the agent waits for something that never comes')
      },
      onRestart: (own) => {
        restart = own
      },
      ...{
        ...parts,
        databases: databases.worlds,
        services: services.worlds,
        seam,
        principal: order.agent.name,
        stopped,
        changes,
      },
      guardNames: scenario.guardNames ?? scenario.guards.map(({ guard }) => guard.name),
      breakProgram: (asked) => breaker?.program(asked),
      problems: cleanup.problems,
      [Symbol.asyncDispose]: () => cleanup[Symbol.asyncDispose](),
    }
  } catch (thrown) {
    await cleanup[Symbol.asyncDispose]()
    throw thrown
  }
}

/** @throws {Error} a server of its tools does not start. */
async function openWorld(
  { world: parts, file, surrounding }: Scenario,
  { variant, seed }: Pick<StageOrder, 'variant' | 'seed'>,
  means: StageMeans,
  cleanup: Cleanup,
): Promise<World> {
  const { clock, real = () => {} } = means
  const taken = [...Object.keys(parts.tools), ...Object.keys(parts.sqlTools)]
  const servers = await openMcpServers(parts.mcp ?? {}, { file, surrounding, taken, real })
  cleanup.defer('end the MCP servers', () => servers.close())
  const kept = new Cleanup()
  cleanup.defer('clear away what the world kept', async () => {
    await kept[Symbol.asyncDispose]()
    cleanup.problems.push(...kept.problems)
  })
  return startWorld(inVariant(parts, variant), clock, {
    ...means,
    served: servers.tools,
    atEnd: (title, undo) => kept.defer(title, undo),
    random: createRandom(seed).fork('world'),
  })
}

type Parts = Pick<Stage, 'order' | 'scenario' | 'clock' | 'random' | 'world' | 'signal' | 'stop' | 'write'>

function planOf({ order, scenario }: Pick<Parts, 'order' | 'scenario'>): readonly PlannedFault[] {
  return order.plan ?? scenario.variants.get(order.variant) ?? []
}

/** What faults are drawn with. */
function drawing({ random, clock, order }: Pick<Parts, 'random' | 'clock' | 'order'>) {
  const own = order.planSeed === undefined ? random : createRandom(order.planSeed)
  return { random: own.fork('plan'), clock, schedule: order.schedule }
}

function breakerOf(parts: Parts): Breaker | undefined {
  const observing = parts.scenario.guards.flatMap(({ guard, mode }) => (mode === 'observe' ? [guard.name] : []))
  return planBreaker(planOf(parts), { ...drawing(parts), observing, write: parts.write })
}

function openSeam(
  { order, scenario, world, ...parts }: Parts,
  {
    turn,
    flush,
    late,
    own,
    restart,
    breaker,
  }: StageMeans & Pick<SeamParts, 'restart'> & { breaker: Breaker | undefined },
): Seam {
  const { write } = parts
  return wireSeam({
    breaker,
    ...{ ...parts, scenario: mutated(scenario, order), read: world.read, approver: world.approver, model: order.model },
    ...(flush && { flush }),
    ...(restart && { restart }),
    ...(late && { late }),
    ...(own && { own }),
    ...(turn && { turn: ({ key, attempt }) => turn(`${key}#${attempt}`) }),
    injector: (guards) =>
      planInjector(planOf({ order, scenario }), {
        ...drawing({ ...parts, order }),
        world: ({ id }) =>
          world.handle((change) => {
            const effect: EffectEvent = { type: 'effect', calls: [], ...change, ahead: id }
            write(effect)
            for (const guard of guards) tellEffect(guard, effect, { write })
          }),
      }),
  })
}

/** The scenario whose guard is loosened, where the order says so. */
function mutated({ guards, ...scenario }: Scenario, { mutant }: StageOrder): Scenario {
  const seats = guards.map((use) =>
    use.guard.name === mutant?.guard
      ? { ...use, guard: loosened(use, mutant.name), around: around(use, mutant.name) }
      : use,
  )
  return { ...scenario, guards: seats }
}

/** Guards that count time from their start must not start later than the trial: this comes behind the seam. */
function begin({ order, scenario, world, write }: Parts, served: WorldState, origins: ModelMeans['origins']): void {
  const { id: trial, seed, agent, model, databases } = order
  const contents = databases && { databases: databases.contents }
  const { task, volatile } = scenario
  const named = volatile.length > 0 && { volatile }
  const started = { trial, seed, agent: agent.name, model, task, world: { ...world.initial, ...served } }
  write({ type: 'trial-started', ...started, ...named, ...contents, ...(origins && { models: origins }) })
}

/** A world whose code can never answer any more is broken: no fault says that it is to be so. */
const NO_ANSWER = {
  type: 'harness-fault',
  message: "it never answered, and nothing could happen any more; a call that is to hang is a fault: 'timeout'",
} as const

/** What ends a trial, from within or at its end. */
function endable(write: (event: TraceEvent) => void) {
  const ending = new AbortController()
  const { promise: stopped, resolve } = Promise.withResolvers<void>()
  const end = () => ending.abort(quietError('The trial is over'))
  const stop: Stage['stop'] = (how, detail) => {
    if (ending.signal.aborted) return
    write({ type: 'stopping', how, detail })
    end()
    resolve()
  }
  return { signal: ending.signal, stopped, stop, end }
}

/** An effect on 'shop.orders' is one on `shop`, where that is a database. */
function tally(event: TraceEvent, changes: Record<string, number>): void {
  if (event.type !== 'effect') return
  const [name = ''] = event.collection.split('.', 1)
  if (name in changes) changes[name] = (changes[name] ?? 0) + 1
}

const noLook = () => Promise.reject(new Error('there is nobody who looks at services'))

/** Time goes on until the world has finished, and on the trial's clock: what waits for a timer must see it fire. */
async function untilQuiet(seam: Seam, clock: Clock): Promise<void> {
  const quiet = seam.quiet()
  if (!quiet) return
  const waiting = new AbortController()
  try {
    await Promise.race([quiet, clock.sleep(FINISH_MS, waiting.signal)])
  } finally {
    waiting.abort()
  }
}
