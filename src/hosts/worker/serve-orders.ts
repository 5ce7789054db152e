import module from 'node:module'
import { ownerOfCode } from '../../boundary/current.ts'
import { fixedPlace, type ServerPlace } from '../../boundary/server-place.ts'
import type { Json } from '../../kernel/json.ts'
import { OWNER_VARIABLE } from '../../kernel/left-processes.ts'
import { withAccepted } from '../../scenario/accepted.ts'
import type { AgentSource } from '../../scenario/agent-source.ts'
import { limitsFor, type Scenario } from '../../scenario/compiled.ts'
import { loadScenario } from '../../scenario/load.ts'
import { useLoaderOfParent } from '../../scenario/loader.ts'
import { withServed } from '../../scenario/served.ts'
import type { TrialOrder } from '../../stage/order.ts'
import { type MemoryFile, openMemoryFile } from '../../trace/memory-file.ts'
import { openTraceFile, type TraceFile } from '../../trace/trace-file.ts'
import { kindOf } from '../index.ts'
import { workOff } from './orders.ts'
import { showOwner } from './owner.ts'
import type { ToWorker } from './protocol.ts'
import { runTrial, type TrialRun } from './run-trial.ts'
import { takeWire } from './take-wire.ts'

/** Judges a trial in the process that ran it, from the trace that it kept in memory. What it gives goes to the parent. */
export type JudgeInPlace = (
  order: TrialOrder,
  scenario: Scenario,
  run: { file: MemoryFile; wallMs: number },
) => Promise<Json>

export interface Serving {
  /** Judges the trials whose orders ask for it. */
  inPlace?: JudgeInPlace
  /** Finds what databases hold at the start of a trial. */
  contents?: (folder: string, digest: string) => ReturnType<MemoryFile['contents']>
}

// Held before agent code loads.
const { flushCompileCache } = module

/**
 * Makes a worker of this process: takes orders over its wire, and runs each on a stage of its own. To be called before any
 * agent code loads. What the agent must not reach is taken first.
 */
export async function serveOrders(serving: Serving = {}): Promise<void> {
  let ordered: ReturnType<typeof workOff> | undefined
  /** Ends the trial that is under way. */
  let stop: ((detail: string) => void) | undefined
  const { send, keepAwake, asking, looking } = takeWire((message: Exclude<ToWorker, { type: 'answer' | 'looked' }>) => {
    if (message.type === 'trial') ordered?.take(message.order, message.file)
    else if (message.type === 'stop') stop?.(message.detail)
    else ordered?.recall()
  })
  keepJson()
  showOwner(ownerOfCode)
  // Ctrl-C goes to the whole process group; the parent decides what becomes of its workers.
  for (const name of ['SIGINT', 'SIGHUP']) process.on(name, () => {})
  const compileCache = process.env.NODE_COMPILE_CACHE
  delete process.env.NODE_COMPILE_CACHE
  // It is another one in each run.
  delete process.env[OWNER_VARIABLE]
  await useLoaderOfParent()
  const place = placeAsked()
  const realTime = process.argv.includes('--real-time')
  const host = await kindOf({ host: hostAsked() }).open({ realTime, keepAwake, ...(place && { place }) })
  const scenarios = new Map<string, Scenario>()
  const files = openFiles(serving)
  /** The trial whose scenario was loaded for it. */
  let loading: string | undefined
  let agentSaved = false

  const load = ({ nonce, scenario: { id, file } }: TrialOrder): Scenario | Promise<Scenario> => {
    const known = scenarios.get(id)
    if (known) return known
    loading = nonce
    send({ type: 'loading', nonce })
    return loadScenario(id, file).then((scenario) => {
      scenarios.set(id, scenario)
      return scenario
    })
  }
  const run = async (order: TrialOrder, loaded: Scenario, path: string): Promise<TrialRun> => {
    const { nonce } = order
    const served = withServed(withAccepted(loaded, order.accepted), order.models?.served)
    const scenario = { ...served, limits: limitsFor(served, order.model) }
    const done = await runTrial(
      order,
      scenario,
      { host, file: files.of(order, path) },
      {
        live: asking.door(nonce),
        look: looking.at(nonce),
        urgent: (text) => send({ type: 'urgent', nonce, text }),
        underWay: (code) => send({ type: 'under-way', nonce, ...(code && { code }) }),
        opened: (stage) => {
          if (loading === nonce) send({ type: 'agent-started', nonce })
          stop = (detail) => stage.stop('deadline', detail)
          void stage.stopped.then(() => send({ type: 'stopping', nonce }))
        },
      },
    )
    stop = undefined
    // The first trial is the one that loads the agent: a framework takes a process several times as long without this.
    if (!agentSaved) flushCompileCache()
    agentSaved = true
    return files.judged(order, scenario, done)
  }

  ordered = workOff({ host, send, load, run, neverRetire: process.argv.includes('--never-retire') })
  send({ type: 'ready' })
  // For later processes. Node itself would do it at the end, but workers are killed.
  if (compileCache) flushCompileCache()
}

/** Where traces go: into the worker's file, or no further than this process where they are judged in it. */
function openFiles({ inPlace, contents }: Serving) {
  let onDisk: TraceFile | undefined
  let folder = ''
  const inMemory = openMemoryFile((digest) => {
    if (!contents) throw new Error(`Nobody finds the contents ${digest}.`)
    return contents(folder, digest)
  })
  return {
    of: (order: TrialOrder, path: string): TraceFile => {
      if (order.inPlace) folder = order.folder
      else onDisk ??= openTraceFile(order.folder, path)
      return order.inPlace ? inMemory : (onDisk as TraceFile)
    },
    judged: async (order: TrialOrder, scenario: Scenario, done: TrialRun): Promise<TrialRun> => {
      if (!order.inPlace || !inPlace) return done
      return { ...done, judged: await inPlace(order, scenario, { file: inMemory, wallMs: done.wallMs }) }
    },
  }
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

/** The world and the seam speak JSON in the agent's process: an agent that breaks it breaks its own assignment only. */
function keepJson(): void {
  Object.freeze(JSON)
  Object.defineProperty(globalThis, 'JSON', { writable: false, configurable: false })
}
