import module from 'node:module'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { messageOf } from '../../kernel/errors.ts'
import { withAccepted } from '../../scenario/accepted.ts'
import type { Scenario } from '../../scenario/compile.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { TrialOrder } from '../../stage/order.ts'
import { openTraceFile, type TraceFile } from '../../trace/trace-file.ts'
import { functionHost } from '../function/host.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { runTrial } from './run-trial.ts'
import { openWire, WIRE_FD } from './wire.ts'

// Everything here runs before any agent code. What the agent must not reach is taken first.
const { flushCompileCache } = module
const { send, keepAwake } = takeWire()
keepJson()
// Ctrl-C goes to the whole process group; the parent decides what becomes of its workers.
process.on('SIGINT', () => {})
const scenarios = new Map<string, Promise<Scenario>>()
let traceFile: TraceFile | undefined
let agentSaved = false
const compileCache = process.env.NODE_COMPILE_CACHE
delete process.env.NODE_COMPILE_CACHE
const host = await functionHost(process.argv.includes('--real-time'), keepAwake)
send({ type: 'ready' })
// For later processes. Node itself would do it at the end, but workers are killed.
if (compileCache) flushCompileCache()

async function serve(order: TrialOrder, file: string): Promise<void> {
  const { nonce } = order
  const scenario = await load(order.scenario).catch((thrown: unknown) => messageOf(thrown))
  if (typeof scenario === 'string') return send({ type: 'failed', nonce, why: scenario })
  traceFile ??= openTraceFile(join(order.folder, file))
  const means = { host, file: traceFile }
  const { problems, changes, trace } = await runTrial(order, withAccepted(scenario, order.accepted), means, {
    urgent: (text) => send({ type: 'urgent', nonce, text }),
    opened: (stage) => {
      send({ type: 'agent-started', nonce })
      void stage.stopped.then(() => send({ type: 'stopping', nonce }))
    },
  })
  saveCompiled()
  const { dirt, disturbed } = await host.remains()
  send({ type: 'ended', nonce, dirt: [...problems, ...dirt, ...(disturbed ? [disturbed] : [])], trace, changes })
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

/** The way to the parent, for this module alone. A worker that lost its parent has nobody to work for. */
function takeWire() {
  const exit = process.exit.bind(process)
  const pipe = new Socket({ fd: WIRE_FD })
  pipe.on('close', () => exit())
  const send: (message: FromWorker) => void = openWire(pipe, (message: ToWorker) => {
    if (message.type === 'trial') void serve(message.order, message.file)
  })
  return { send, keepAwake: (awake: boolean) => void (awake ? pipe.ref() : pipe.unref()) }
}

/** The world and the seam speak JSON in the agent's process: an agent that breaks it breaks its own assignment only. */
function keepJson(): void {
  Object.freeze(JSON)
  Object.defineProperty(globalThis, 'JSON', { writable: false, configurable: false })
}
