import { AsyncLocalStorage } from 'node:async_hooks'
import type { AgentSession } from '../../agents/define.ts'
import { loadAgent } from '../../agents/function.ts'
import { ownerOfCode } from '../../boundary/current.ts'
import { createServing, type HttpServing, type HttpTrial } from '../../channels/http/serving.ts'
import { modelEnvironment } from '../../channels/model/environment.ts'
import { messageOf } from '../../kernel/errors.ts'
import { createRandom } from '../../kernel/random.ts'
import { openChannels } from '../../stage/open-channels.ts'
import type { AgentOrder } from '../../stage/order.ts'
import { type Pacing, realPacing } from '../../stage/pacing.ts'
import type { Stage } from '../../stage/stage.ts'
import { MODEL_ORIGIN } from '../../world/models/model-route.ts'
import { plainAnswer } from '../answer.ts'
import { type Ending, type Host, orderFor, type RunningAgent } from '../host.ts'
import { probeStage } from '../probing/through-stage.ts'
import { toldOfUnseen } from '../tiers/unseen.ts'
import { captureOutput, type OutputCapture } from './agent-output.ts'
import { installDoors } from './doors/doors.ts'
import { watchLeftovers } from './leftovers.ts'
import { rehearse } from './rehearsal/rehearse.ts'
import { rememberSurroundings } from './surroundings.ts'

type FunctionOrder = Extract<AgentOrder, { host: 'function' }>

// Held before agent code loads.
const realSetImmediate = setImmediate

/** Which trial the running code belongs to: late errors and late calls are told by it. */
const trialScope = new AsyncLocalStorage<string>()

/** What this process lends to one trial after the other. */
interface Process {
  http: HttpServing
  output: OutputCapture
  pacing: Pacing
  /** What earlier trials of each agent have touched that no seed holds: its module may have kept it. */
  touched: Map<string, Set<string>>
}

/** The trial that runs now. */
interface Current {
  stage: Stage
  /** Why it says nothing. */
  disturbed?: string
  /** Native code that it has loaded: nobody can take it out of the process. */
  native: string[]
  /** Ports of 127.0.0.1 that are its own. */
  ports: readonly number[]
}

/**
 * Runs agents that are functions, in this process: its doors lead into the stage, its time and chance are the trial's. To
 * be made once, before any agent code loads.
 * @param keepAwake Called with true where the process must not end while it waits for an order.
 */
export async function functionHost(realTime: boolean, keepAwake: (awake: boolean) => void): Promise<Host> {
  const output = captureOutput()
  const http = createServing()
  let current: Current | undefined
  installDoors(http, (address, port) => isLoopback(address) && (current?.ports.includes(port) ?? false))
  const pacing = realTime ? realPacing : await virtual(keepAwake)
  Object.assign(process.env, modelEnvironment(MODEL_ORIGIN))
  const own: Process = { http, output, pacing, touched: new Map() }
  const host: Host = {
    kind: 'function',
    pacing,
    start: (order, stage) => {
      const agent = orderFor('function', order)
      current = { stage, native: [], ports: [] }
      return start(agent, current, own)
    },
    late: (trial) => {
      // An agent that goes on after it was stopped disturbs nobody as long as its own trial is here.
      if (current && current.stage.order.id !== trial) disturb(current, `a call of ${trial}`)
    },
    remains: async () => ({ dirt: [] }),
    changed: () => undefined,
  }
  await rehearse(host)
  current = undefined
  const left = watchLeft(() => current?.stage)
  const changed = rememberSurroundings()
  return {
    ...host,
    remains: async () => {
      // Code of the trial may run until its leftovers are known.
      const dirt = await left()
      const { disturbed, native = [] } = current ?? {}
      current = undefined
      return { dirt: [...dirt, ...native.map((file) => `native code (${file})`)], ...(disturbed && { disturbed }) }
    },
    changed: () => {
      try {
        return changed()
      } catch (thrown) {
        // Lists may be walked in another way since the agent was here.
        return `the process is not what it was: ${messageOf(thrown)}`
      }
    },
  }
}

/** By the names that need no look-up. */
function isLoopback(address: string): boolean {
  return address === '127.0.0.1' || address === 'localhost'
}

/** Code of an earlier trial acts in this one: told, so that it is no riddle, and its trial runs again where there is none. */
function disturb(current: Current, detail: string): void {
  current.stage.write({ type: 'uncovered', what: 'earlier-trial', detail })
  current.disturbed ??= `an earlier trial lives on: ${detail}`
}

function start(agent: FunctionOrder, current: Current, own: Process): RunningAgent {
  const { stage } = current
  const { id } = stage.order
  const belongs = () => (trialScope.getStore() ?? id) === id
  openHttp(current, own.http, belongs)
  openOutput(stage, own.output, belongs)
  const channels = openChannels(stage)
  current.ports = channels.ports
  const { clock, random, signal } = stage
  const session: AgentSession = { ...channels.session, clock, random: random.fork('agent'), signal }
  const waits = (what: string) => stage.write({ type: 'real-time', what })
  own.pacing.drive({ deadlineMs: stage.scenario.limits.virtualDeadlineMs, stop: stage.stop, stuck: stage.stuck, waits })
  const { params = {} } = agent
  const task = { scenario: stage.scenario.id, ...stage.scenario.task, repeat: stage.order.repeat ?? 1, params }
  watchTouched(agent, current, own, belongs)
  const ran = trialScope.run(id, async () => {
    // What a module draws while it loads is the same in the trial that loads it and in those that find it loaded.
    own.pacing.draw(createRandom('modules'))
    const loaded = await loadAgent(means(agent, stage)).catch((thrown) => notLoaded(thrown, agent, stage))
    own.pacing.draw(random.fork('globals'))
    return loaded.run(task, session)
  })
  const ended = ran.then(
    (returned): Ending => ({ how: 'returned', answer: plainAnswer(returned) }),
    (thrown): Ending => ({ how: 'threw', error: messageOf(thrown) }),
  )
  return {
    // What it left without a hand to catch it goes uncaught in this turn, as it would end a process of its own.
    ended: ended.then(async (ending) => {
      await new Promise<void>((resolve) => realSetImmediate(resolve))
      return ending
    }),
    outputBytes: () => own.output.bytes,
    stop: () => {
      channels.close()
      own.output.close()
      own.http.close()
    },
  }
}

/** Agents are loaded before a run, where that can be: what loads there and not here is no failure of the agent's. */
function notLoaded(thrown: unknown, agent: FunctionOrder, { write }: Stage): never {
  const message = toldOfUnseen(messageOf(thrown), agent)
  write({ type: 'harness-fault', where: `agent ${agent.name}`, message: `Failed to load it: ${message}` })
  throw thrown
}

/** What an agent that ships with mettle is told. */
function means({ shipped, ...agent }: FunctionOrder, stage: Stage): Parameters<typeof loadAgent>[0] {
  if (!shipped) return agent
  const { saint, probes } = shipped
  return { ...agent, shipped: { saint, ...(probes && { probe: () => probeStage(stage) }) } }
}

function watchTouched(
  { module, export: name }: FunctionOrder,
  { stage }: Current,
  { pacing, touched }: Process,
  belongs: () => boolean,
): void {
  const agent = JSON.stringify([module, name])
  const known = touched.get(agent) ?? new Set()
  touched.set(agent, known)
  for (const what of known) stage.write({ type: 'unrepeatable', what })
  pacing.touched((what) => {
    if (known.has(what) || !belongs()) return
    known.add(what)
    stage.write({ type: 'unrepeatable', what })
  })
}

function openHttp(current: Current, http: HttpServing, belongs: () => boolean): void {
  const { world, seam, principal, write, signal } = current.stage
  /** Where an agent that was stopped has tried to go. How often it does before it is gone is a matter of the machine. */
  const tried = new Set<string>()
  const note: HttpTrial['note'] = (event) => {
    if (event.type === 'egress' && signal.aborted) {
      if (tried.has(event.target)) return
      tried.add(event.target)
    }
    if (event.type === 'uncovered' && event.what === 'earlier-trial') disturb(current, event.detail)
    else write(event)
    if (event.type === 'uncovered' && event.what === 'native-code') current.native.push(event.detail)
  }
  http.open({ http: world.http, seam, principal, note, belongs })
}

function openOutput({ write, stop, scenario }: Stage, output: OutputCapture, belongs: () => boolean): void {
  const { maxOutputBytes } = scenario.limits
  output.open((event) => {
    write(event)
    if (output.bytes <= maxOutputBytes) return
    stop('output-limit', `more than ${maxOutputBytes} bytes`)
    // The agent may be printing in a loop that never yields: only the end of the process stops that.
    process.kill(process.pid, 'SIGKILL')
  }, belongs)
}

/** What would act in the next trial: handles and timers, and errors of trials that were over. */
function watchLeft(running: () => Stage | undefined): () => Promise<string[]> {
  const lateErrors: string[] = []
  const attribute = (thrown: unknown) => {
    const stage = running()
    const owner = trialScope.getStore() ?? stage?.order.id
    const where = ownerOfCode()
    if (stage && owner === stage.order.id && where) {
      stage.write({ type: 'harness-fault', where, message: `an error that nobody caught: ${messageOf(thrown)}` })
    } else if (stage && owner === stage.order.id) stage.stop('uncaught-error', messageOf(thrown))
    else lateErrors.push(`a late error of ${owner ?? 'no trial'}: ${messageOf(thrown)}`)
  }
  const leftovers = watchLeftovers(() => trialScope.getStore())
  process.on('uncaughtException', attribute)
  process.on('unhandledRejection', attribute)
  return async () => {
    try {
      return [...(await leftovers()), ...lateErrors]
    } catch (thrown) {
      return [`the process is not what it was: ${messageOf(thrown)}`]
    }
  }
}

/** Loaded for workers on virtual time only. */
async function virtual(keepAwake: (awake: boolean) => void): Promise<Pacing> {
  const { virtualPacing } = await import('./virtual/pacing.ts')
  return virtualPacing(keepAwake)
}
