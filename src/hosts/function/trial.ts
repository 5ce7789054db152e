import { AsyncLocalStorage } from 'node:async_hooks'
import type { AgentSession } from '../../agents/define.ts'
import { loadAgent } from '../../agents/function.ts'
import { tellEffect } from '../../boundary/inspecting.ts'
import type { Seam } from '../../boundary/seam.ts'
import type { HttpServing, HttpTrial } from '../../channels/http/serving.ts'
import { sqlDatabase } from '../../channels/sql/client.ts'
import { sqlToolFunction, toolFunction } from '../../channels/tools/function.ts'
import { planInjector } from '../../faults/plan.ts'
import { Cleanup } from '../../kernel/cleanup.ts'
import type { Clock } from '../../kernel/clock.ts'
import { messageOf } from '../../kernel/errors.ts'
import { suggest } from '../../kernel/nearest.ts'
import { createRandom, type Random } from '../../kernel/random.ts'
import type { Scenario } from '../../scenario/compile.ts'
import type { Changes, TrialOrder } from '../../stage/order.ts'
import type { Pacing } from '../../stage/pacing.ts'
import { watchUrgent } from '../../stage/urgent.ts'
import { wireSeam } from '../../stage/wire-seam.ts'
import type { TraceEvent } from '../../trace/event.ts'
import type { EffectEvent } from '../../trace/events/effect.ts'
import type { EndedHow } from '../../trace/events/trial-ended.ts'
import { openRecorder } from '../../trace/recorder.ts'
import { createRedactor } from '../../trace/redact.ts'
import { type OpenDatabases, openDatabases } from '../../world/databases/sessions/open.ts'
import { inVariant } from '../../world/in-variant.ts'
import { MODEL_URL } from '../../world/models/model-route.ts'
import { startWorld, type World } from '../../world/start.ts'
import type { OutputCapture } from './agent-output.ts'
import { plainAnswer } from './answer.ts'

/** How long what the world runs may go on after the agent has ended. */
const FINISH_MS = 1_000

/** What a worker keeps from trial to trial. */
export interface WorkerTools {
  http: HttpServing
  output: OutputCapture
  pacing: Pacing
  agentStarted(): void
  /** Told of what a person should know at once: JSON, secrets hidden. */
  urgent?(text: string): void
}

/** A trial on its way, as the worker's error handlers see it. */
export interface RunningTrial {
  id: string
  /** Ends the trial from outside the agent's own promise. Only the first call counts. */
  stop(how: EndedHow, detail: string): void
  /** Resolves when the trial was stopped in that way. */
  stopped: Promise<void>
}

/** Which trial the running code belongs to: late errors and late calls are told by it. */
export const trialScope = new AsyncLocalStorage<string>()

interface Stage {
  order: TrialOrder
  scenario: Scenario
  clock: Clock
  random: Random
  ending: AbortController
  write(event: TraceEvent): void
  stop(how: EndedHow, detail: string): void
}

/**
 * Runs one trial in this process, writing its trace. Each step queues its undoing before it starts. What came of it is
 * judged elsewhere, from the trace.
 */
export async function runTrial(
  order: TrialOrder,
  scenario: Scenario,
  tools: WorkerTools,
  running: (trial: RunningTrial) => void,
): Promise<{ problems: string[]; changes: Changes }> {
  const cleanup = new Cleanup()
  const changes = Object.fromEntries(Object.keys(order.databases?.logins ?? {}).map((name) => [name, 0]))
  {
    await using _ = cleanup
    const { stage, stopped } = openStage(order, scenario, tools, cleanup, (event) => tally(event, changes))
    running({ id: order.id, stop: stage.stop, stopped })
    try {
      const world = startWorld(inVariant(scenario.world, order.variant), stage.clock)
      const databases = await openDatabases(order.databases?.logins ?? {}, stage.clock)
      cleanup.defer('let go of the databases', () => databases.close())
      // Guards that count time from their start must not start later than the trial.
      const seam = openSeam(stage, world, tools.pacing)
      begin(stage, world)
      cleanup.defer('let the world finish what it runs', () => untilQuiet(seam, stage.clock))
      openChannels(stage, world, seam, tools, cleanup)
      await runAgent(stage, openSession(stage, world, databases, seam), world, tools, stopped)
    } catch (thrown) {
      stage.write({ type: 'harness-fault', where: 'trial', message: messageOf(thrown) })
    }
  }
  return { problems: cleanup.problems, changes }
}

/** An effect on 'shop.orders' is one on `shop`, where that is a database. */
function tally(event: TraceEvent, changes: Record<string, number>): void {
  if (event.type !== 'effect') return
  const [name = ''] = event.collection.split('.', 1)
  if (name in changes) changes[name] = (changes[name] ?? 0) + 1
}

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

function openStage(
  order: TrialOrder,
  scenario: Scenario,
  { pacing, urgent }: WorkerTools,
  cleanup: Cleanup,
  written: (event: TraceEvent) => void,
) {
  const random = createRandom(order.seed)
  const clock = pacing.begin(scenario.clockStart, random)
  cleanup.defer('stop time', () => pacing.end())
  const secrets = Object.fromEntries(order.secrets.map((name) => [name, process.env[name] ?? '']))
  const redact = createRedactor(secrets)
  const recorder = openRecorder(order.trace, clock, redact, { nonce: order.nonce, head: '', count: 0 })
  const watch = urgent && watchUrgent((found) => urgent(redact(JSON.stringify(found))))
  let open = true
  cleanup.defer('close the trace', () => {
    open = false
    recorder.close()
  })
  const write = (event: TraceEvent) => {
    if (!open) return
    const recorded = recorder.write(event)
    watch?.(recorded)
    written(event)
  }
  const ending = new AbortController()
  cleanup.defer('end what still waits', () => ending.abort(new Error('The trial is over')))
  const { promise: stopped, resolve } = Promise.withResolvers<void>()
  const stop = (how: EndedHow, detail: string) => {
    if (ending.signal.aborted) return
    write({ type: 'stopping', how, detail })
    ending.abort(new Error('The trial is over'))
    resolve()
  }
  const stage: Stage = { order, scenario, clock, random, ending, write, stop }
  return { stage, stopped }
}

function begin({ order, scenario, write }: Stage, world: World): void {
  const { id: trial, seed, agent, model, databases } = order
  const contents = databases && { databases: databases.contents }
  const { task } = scenario
  write({ type: 'trial-started', trial, seed, agent: agent.name, model, task, world: world.initial, ...contents })
}

function openSeam({ scenario, order, clock, random, ending, write, stop }: Stage, world: World, pacing: Pacing): Seam {
  return wireSeam({
    ...{ scenario, clock, random, write, stop, read: world.read, approver: world.approver, signal: ending.signal },
    turn: ({ key, attempt }) => pacing.turn(`${key}#${attempt}`),
    injector: (guards) =>
      planInjector(scenario.variants.get(order.variant) ?? [], {
        random: random.fork('plan'),
        clock,
        schedule: order.schedule,
        world: ({ id }) =>
          world.handle((change) => {
            const effect: EffectEvent = { type: 'effect', calls: [], ...change, ahead: id }
            write(effect)
            for (const guard of guards) tellEffect(guard, effect, { write })
          }),
      }),
  })
}

function openChannels(
  { order, write, scenario, stop }: Stage,
  world: World,
  seam: Seam,
  tools: WorkerTools,
  cleanup: Cleanup,
) {
  cleanup.defer('close the HTTP clients', () => tools.http.close())
  const belongs = () => (trialScope.getStore() ?? order.id) === order.id
  const note: HttpTrial['note'] = (event) => {
    write(event)
    if (event.type === 'uncovered' && event.what === 'earlier-trial')
      cleanup.problems.push('An earlier trial lives on.')
  }
  tools.http.open({ http: world.http, seam, principal: order.agent.name, note, belongs })
  cleanup.defer('let go of the output', () => tools.output.close())
  const { maxOutputBytes } = scenario.limits
  tools.output.open((event) => {
    write(event)
    if (tools.output.bytes <= maxOutputBytes) return
    stop('output-limit', `more than ${maxOutputBytes} bytes`)
    // The agent may be printing in a loop that never yields: only the end of the process stops that.
    process.kill(process.pid, 'SIGKILL')
  }, belongs)
}

function openSession(
  { order, clock, random, ending }: Stage,
  world: World,
  { worlds }: OpenDatabases,
  seam: Seam,
): AgentSession {
  const { signal } = ending
  const crossing = { seam, principal: order.agent.name, clock, signal }
  const databases = new Map(Object.entries(worlds).map(([name, one]) => [name, sqlDatabase(one, crossing)]))
  const tools = Object.entries(world.tools).map(([name, tool]) => {
    const { description, inputSchema } = tool
    return [name, { description, inputSchema, call: toolFunction(tool, seam, order.agent.name, signal) }]
  })
  const sqlTools = world.sqlTools.flatMap((tool) => {
    const { name, description, inputSchema } = tool
    const database = databases.get(tool.database)
    return database ? [[name, { description, inputSchema, call: sqlToolFunction(tool, database) }]] : []
  })
  return {
    urls: world.urls,
    routes: world.routes,
    tools: Object.fromEntries([...tools, ...sqlTools]),
    databases: [...databases.keys()],
    sql: (name) => databases.get(name) ?? noDatabase(name, [...databases.keys()]),
    modelUrl: MODEL_URL,
    model: order.model,
    clock,
    random: random.fork('agent'),
    signal,
  }
}

function noDatabase(name: string, known: string[]): never {
  throw new Error(`There is no database "${name}" in this world.${suggest(name, known)}`)
}

async function runAgent(
  { order, scenario, write, stop }: Stage,
  session: AgentSession,
  world: World,
  { output, pacing, agentStarted }: WorkerTools,
  stopped: Promise<void>,
): Promise<void> {
  agentStarted()
  const waits = (what: string) => write({ type: 'real-time', what })
  pacing.drive({ deadlineMs: scenario.limits.virtualDeadlineMs, stop, waits })
  const task = { scenario: scenario.id, ...scenario.task }
  const ran = trialScope.run(order.id, () =>
    world.within(async () => {
      const agent = await loadAgent(order.agent)
      return agent.run(task, session)
    }),
  )
  const ended = ran.then(
    (returned) => {
      const answer = plainAnswer(returned)
      const bytes = output.bytes + JSON.stringify(answer).length
      const { maxOutputBytes } = scenario.limits
      if (bytes > maxOutputBytes) stop('output-limit', `an answer that makes it ${bytes} of ${maxOutputBytes} bytes`)
      else write({ type: 'agent-ended', how: 'returned', answer })
    },
    (thrown) => write({ type: 'agent-ended', how: 'threw', answer: null, error: messageOf(thrown) }),
  )
  await Promise.race([ended, stopped])
}
