import module from 'node:module'
import { Socket } from 'node:net'
import { ownerOfCode } from '../../boundary/current.ts'
import { fixedPlace, type ServerPlace } from '../../boundary/server-place.ts'
import { withAccepted } from '../../scenario/accepted.ts'
import type { AgentSource } from '../../scenario/agent-source.ts'
import { limitsFor, type Scenario } from '../../scenario/compile.ts'
import { loadScenario } from '../../scenario/load.ts'
import { useLoaderOfParent } from '../../scenario/loader.ts'
import { withServed } from '../../scenario/served.ts'
import type { TrialOrder } from '../../stage/order.ts'
import { openTraceFile, type TraceFile } from '../../trace/trace-file.ts'
import { kindOf } from '../index.ts'
import { openAsking } from './asking.ts'
import { openLooking } from './looking.ts'
import { workOff } from './orders.ts'
import { showOwner } from './owner.ts'
import type { FromWorker, ToWorker } from './protocol.ts'
import { runTrial } from './run-trial.ts'
import { openWire, WIRE_FD } from './wire.ts'

// Everything here runs before any agent code. What the agent must not reach is taken first.
const { flushCompileCache } = module
const { send, keepAwake, asking, looking } = takeWire()
keepJson()
showOwner(ownerOfCode)
// Ctrl-C goes to the whole process group; the parent decides what becomes of its workers.
for (const name of ['SIGINT', 'SIGHUP']) process.on(name, () => {})
const scenarios = new Map<string, Scenario>()
/** Ends the trial that is under way. */
let stop: ((detail: string) => void) | undefined
/** The trial whose scenario was loaded for it. */
let loading: string | undefined
let traceFile: TraceFile | undefined
let agentSaved = false
const compileCache = process.env.NODE_COMPILE_CACHE
delete process.env.NODE_COMPILE_CACHE
await useLoaderOfParent()
const place = placeAsked()
const realTime = process.argv.includes('--real-time')
const host = await kindOf({ host: hostAsked() }).open({ realTime, keepAwake, ...(place && { place }) })
const orders = workOff({ host, send, load, run, neverRetire: process.argv.includes('--never-retire') })
send({ type: 'ready' })
// For later processes. Node itself would do it at the end, but workers are killed.
if (compileCache) flushCompileCache()

async function run(order: TrialOrder, scenario: Scenario, file: string) {
  const { nonce } = order
  traceFile ??= openTraceFile(order.folder, file)
  const means = { host, file: traceFile }
  const served = withServed(withAccepted(scenario, order.accepted), order.models?.served)
  const done = await runTrial(order, { ...served, limits: limitsFor(served, order.model) }, means, {
    live: asking.door(nonce),
    look: looking.at(nonce),
    urgent: (text) => send({ type: 'urgent', nonce, text }),
    underWay: (code) => send({ type: 'under-way', nonce, ...(code && { code }) }),
    opened: (stage) => {
      if (loading === nonce) send({ type: 'agent-started', nonce })
      stop = (detail) => stage.stop('deadline', detail)
      void stage.stopped.then(() => send({ type: 'stopping', nonce }))
    },
  })
  stop = undefined
  saveCompiled()
  return done
}

/** The first trial is the one that loads the agent: a framework takes a process several times as long without this. */
function saveCompiled(): void {
  if (!agentSaved) flushCompileCache()
  agentSaved = true
}

function load({ nonce, scenario: { id, file } }: TrialOrder): Scenario | Promise<Scenario> {
  const known = scenarios.get(id)
  if (known) return known
  loading = nonce
  send({ type: 'loading', nonce })
  return loadScenario(id, file).then((scenario) => {
    scenarios.set(id, scenario)
    return scenario
  })
}

/** A word by which a trial is reached stands in no command line. */
function placeAsked(): ServerPlace | undefined {
  const [port = '', token = ''] = process.env.METTLE_PLACE?.split(':') ?? []
  delete process.env.METTLE_PLACE
  return port === '' ? undefined : fixedPlace(Number(port), token)
}

function hostAsked(): AgentSource['host'] {
  return process.argv[process.argv.indexOf('--host') + 1] as AgentSource['host']
}

/** The way to the parent, for this module alone. A worker that lost its parent has nobody to work for. */
function takeWire() {
  const exit = process.exit.bind(process)
  const pipe = new Socket({ fd: WIRE_FD })
  pipe.on('close', () => exit())
  const send: (message: FromWorker) => void = openWire(pipe, (message: ToWorker) => {
    if (message.type === 'trial') orders.take(message.order, message.file)
    else if (message.type === 'answer') asking.hear(message)
    else if (message.type === 'looked') looking.hear(message)
    else if (message.type === 'stop') stop?.(message.detail)
    else orders.recall()
  })
  // Awake for orders, and for answers that are under way.
  const needs = { order: true, answers: 0, looks: 0 }
  const settle = () => void (needs.order || needs.answers + needs.looks > 0 ? pipe.ref() : pipe.unref())
  const asking = openAsking(send, (answers) => {
    needs.answers = answers
    settle()
  })
  const looking = openLooking(send, (looks) => {
    needs.looks = looks
    settle()
  })
  const keepAwake = (awake: boolean) => {
    needs.order = awake
    settle()
  }
  return { send, keepAwake, asking, looking }
}

/** The world and the seam speak JSON in the agent's process: an agent that breaks it breaks its own assignment only. */
function keepJson(): void {
  Object.freeze(JSON)
  Object.defineProperty(globalThis, 'JSON', { writable: false, configurable: false })
}
