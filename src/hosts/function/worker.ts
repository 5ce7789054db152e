import module from 'node:module'
import { Socket } from 'node:net'
import { createServing } from '../../channels/http/serving.ts'
import { messageOf } from '../../kernel/errors.ts'
import { withAccepted } from '../../scenario/accepted.ts'
import type { Scenario } from '../../scenario/compile.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { TrialOrder } from '../../stage/order.ts'
import { realPacing } from '../../stage/pacing.ts'
import { captureOutput } from './agent-output.ts'
import { installDoors } from './doors/doors.ts'
import { watchLeftovers } from './leftovers.ts'
import { modelEnvironment } from './model-environment.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { rehearse } from './rehearsal/rehearse.ts'
import { rememberSurroundings } from './surroundings.ts'
import { type RunningTrial, runTrial, trialScope } from './trial.ts'
import { openWire, WIRE_FD } from './wire.ts'

// Everything here runs before any agent code. What the agent must not reach is taken first.
const { flushCompileCache } = module
const { send, keepAwake } = takeWire()
keepJson()
const output = captureOutput()
const http = createServing()
installDoors(http)
const pacing = process.argv.includes('--real-time') ? realPacing : await virtual()
Object.assign(process.env, modelEnvironment)
// Ctrl-C goes to the whole process group; the parent decides what becomes of its workers.
process.on('SIGINT', () => {})
await rehearse({ http, output, pacing, agentStarted: () => {} })

let running: RunningTrial | undefined
let agentSaved = false
/** Errors of trials that were over already. A worker that had one runs no other trial. */
const lateErrors: string[] = []
const scenarios = new Map<string, Promise<Scenario>>()
const leftovers = watchLeftovers(() => trialScope.getStore())

process.on('uncaughtException', attribute)
process.on('unhandledRejection', attribute)
delete process.env.NODE_COMPILE_CACHE
const changed = rememberSurroundings()
send({ type: 'ready' })
// For later processes. Node itself would do it at the end, but workers are killed.
flushCompileCache()

async function serve(order: TrialOrder): Promise<void> {
  const { nonce } = order
  const scenario = await load(order.scenario).catch((thrown: unknown) => messageOf(thrown))
  if (typeof scenario === 'string') return send({ type: 'failed', nonce, why: scenario })
  const urgent = (text: string) => send({ type: 'urgent', nonce, text })
  const tools = { http, output, pacing, agentStarted: () => send({ type: 'agent-started', nonce }), urgent }
  const { problems, changes } = await runTrial(order, withAccepted(scenario, order.accepted), tools, (trial) => {
    running = trial
    void trial.stopped.then(() => send({ type: 'stopping', nonce }))
  })
  running = undefined
  saveCompiled()
  send({ type: 'ended', nonce, dirt: await remains(problems), changes })
}

/** The first trial is the one that loads the agent: a framework takes a process several times as long without this. */
function saveCompiled(): void {
  if (!agentSaved) flushCompileCache()
  agentSaved = true
}

function load({ id, file }: TrialOrder['scenario']): Promise<Scenario> {
  const loading = scenarios.get(file) ?? loadScenario(id, file)
  scenarios.set(file, loading)
  return loading
}

/** What would act in the next trial: handles and timers, late errors, and changes of what is shared. */
async function remains(problems: string[]): Promise<string[]> {
  try {
    const left = await leftovers()
    const change = changed()
    return change === undefined ? [...problems, ...left, ...lateErrors] : [change]
  } catch (thrown) {
    // Lists may be walked in another way since the agent was here.
    return [`the process is not what it was: ${messageOf(thrown)}`]
  }
}

function attribute(thrown: unknown): void {
  const owner = trialScope.getStore() ?? running?.id
  if (running && owner === running.id) running.stop('uncaught-error', messageOf(thrown))
  else lateErrors.push(`a late error of ${owner ?? 'no trial'}: ${messageOf(thrown)}`)
}

/** The way to the parent, for this module alone. A worker that lost its parent has nobody to work for. */
function takeWire() {
  const exit = process.exit.bind(process)
  const pipe = new Socket({ fd: WIRE_FD })
  pipe.on('close', () => exit())
  const send: (message: FromWorker) => void = openWire(pipe, (message: ToWorker) => {
    if (message.type === 'trial') void serve(message.order)
  })
  return { send, keepAwake: (awake: boolean) => void (awake ? pipe.ref() : pipe.unref()) }
}

/** Loaded for workers on virtual time only. */
async function virtual() {
  const { virtualPacing } = await import('./virtual/pacing.ts')
  return virtualPacing(keepAwake)
}

/** The world and the seam speak JSON in the agent's process: an agent that breaks it breaks its own assignment only. */
function keepJson(): void {
  Object.freeze(JSON)
  Object.defineProperty(globalThis, 'JSON', { writable: false, configurable: false })
}
