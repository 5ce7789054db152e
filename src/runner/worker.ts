import { installFetch } from '../channels/in-process.ts'
import { messageOf } from '../kernel/errors.ts'
import type { Scenario } from '../scenario/compile.ts'
import { loadScenario } from '../scenario/load.ts'
import { MODEL_URL } from '../world/models/model-route.ts'
import { captureOutput } from './agent-output.ts'
import type { FromWorker, ToWorker, TrialOrder } from './protocol.ts'
import { type RunningTrial, runTrial, trialScope } from './trial.ts'

// Everything here runs before any agent code. What the agent must not reach is taken first.
const send = takeChannel()
const output = captureOutput()
const fetch = installFetch()
process.env.OPENAI_BASE_URL = MODEL_URL
process.env.OPENAI_API_KEY = 'mettle'
// Ctrl-C goes to the whole process group; the parent decides what becomes of its workers.
process.on('SIGINT', () => {})

let running: RunningTrial | undefined
/** Errors of trials that were over already. A worker that had one runs no other trial. */
const lateErrors: string[] = []
const scenarios = new Map<string, Promise<Scenario>>()
const realSetImmediate = setImmediate

process.on('uncaughtException', attribute)
process.on('unhandledRejection', attribute)
process.on('message', (message: ToWorker) => {
  if (message.type === 'trial') void serve(message.order)
})
send({ type: 'ready' })

async function serve(order: TrialOrder): Promise<void> {
  const { id, file } = order.scenario
  const loading = scenarios.get(file) ?? loadScenario(id, file)
  scenarios.set(file, loading)
  const scenario = await loading
  const before = activeResources()
  const tools = { fetch, output, agentStarted: () => send({ type: 'agent-started' }) }
  const problems = await runTrial(order, scenario, tools, (trial) => {
    running = trial
  })
  running = undefined
  send({ type: 'ended', dirt: [...problems, ...(await leftovers(before)), ...lateErrors] })
}

/** Handles and timers that the trial left behind: they would act in the next one. */
async function leftovers(before: Map<string, number>): Promise<string[]> {
  for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => realSetImmediate(resolve))
  const left: string[] = []
  for (const [kind, count] of activeResources()) {
    const more = count - (before.get(kind) ?? 0)
    if (more > 0) left.push(`${more} x ${kind}`)
  }
  return left
}

function activeResources(): Map<string, number> {
  const counts = new Map<string, number>()
  for (const kind of process.getActiveResourcesInfo()) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}

function attribute(thrown: unknown): void {
  const owner = trialScope.getStore() ?? running?.id
  if (running && owner === running.id) running.stop('uncaught-error', messageOf(thrown))
  else lateErrors.push(`a late error of ${owner ?? 'no trial'}: ${messageOf(thrown)}`)
}

/** The way to the parent, for this module alone: `process` keeps nothing that sends. */
function takeChannel(): (message: FromWorker) => void {
  const names = ['send', 'disconnect', '_send', '_disconnect'] as const
  // Node's `send` looks for `_send` on what it is called on.
  const own = Object.create(process) as NodeJS.Process
  for (const name of names) {
    Object.defineProperty(own, name, { value: Reflect.get(process, name) })
    Object.defineProperty(process, name, { value: undefined, writable: true, configurable: true })
  }
  return (message) => {
    own.send?.(message)
  }
}
