import { ownCode, type UnderWay } from '../../boundary/own-code.ts'
import { Cleanup } from '../../kernel/cleanup.ts'
import type { Clock } from '../../kernel/clock.ts'
import { messageOf } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/json.ts'
import { createRandom } from '../../kernel/random.ts'
import type { Scenario } from '../../scenario/compiled.ts'
import { asPlanned } from '../../scenario/planned.ts'
import { asProbed } from '../../scenario/probed.ts'
import { LONGEST, openTrace, type StageTrace } from '../../stage/open-trace.ts'
import type { ChangeCounts, TrialOrder } from '../../stage/order.ts'
import { openStage, type Stage, type StageMeans } from '../../stage/stage.ts'
import type { TraceFile } from '../../trace/trace-file.ts'
import type { LiveDoor } from '../../world/models/live/door.ts'
import type { Ending, Host, RunningAgent } from '../host.ts'
import { inRealTime, modelMeans } from './model-means.ts'

interface Means {
  host: Host
  /** Where the trace goes. */
  file: TraceFile
}

// Held before agent code loads.
const now = performance.now.bind(performance)
const realSetTimeout = setTimeout
const realClearTimeout = clearTimeout

/** What there is to say of a trial that this process is through with. */
export interface TrialRun {
  /** What could not be undone. */
  problems: string[]
  changes: ChangeCounts
  /** From the agent's start to its end. */
  wallMs: number
  trace: ReturnType<StageTrace['range']>
  /** What it came to, where it was judged in this process. */
  judged?: Json
}

interface Watching {
  /** Told of the stage once it is open. */
  opened?(stage: Stage): void
  /** Told of what a person should know at once: JSON, secrets hidden. */
  urgent?(text: string): void
  /** The way to real models. */
  live?: LiveDoor
  /** What a service of the trial holds now. */
  look?: StageMeans['look']
  /** Told, before it runs, of code of the scenario's own. */
  underWay?(code: UnderWay | undefined): void
}

/**
 * Runs one trial in this process, writing its trace. Each step queues its undoing before it starts. What came of it is
 * judged elsewhere, from the trace. @throws {Error} of node:fs: the trace could not be written.
 */
export async function runTrial(
  order: TrialOrder,
  loaded: Scenario,
  { host, file }: Means,
  { opened, urgent, underWay, live, look }: Watching = {},
): Promise<TrialRun> {
  const scenario = inTrial(order, loaded)
  let stage: Stage | undefined
  let trace: StageTrace | undefined
  // What an agent did last is seen while it is stopped. Where that is cut short, the trace may lack it, and nobody may pass.
  const cleanup = new Cleanup(UNDO_LIMIT_MS, (message) => {
    trace?.write({ type: 'harness-fault', where: 'the end of the trial', message })
  })
  let wallMs = 0
  {
    await using _ = cleanup
    const { pacing } = host
    const real = modelMeans(order, scenario)
    const clock = pacing.begin(scenario.clockStart ?? real.startsAt, createRandom(order.seed))
    cleanup.defer('stop time', () => pacing.end())
    trace = openTrace(file, order, clock, urgent)
    cleanup.defer('close the trace', () => trace?.[Symbol.dispose]())
    const { write, flush } = bounded(trace, () => stage)
    try {
      const late = () => host.late?.(order.id)
      const own = underWay && ownCode(underWay)
      const turn = (key: string) => pacing.turn(key)
      const models = { ...real.means, ...(live && { live: inRealTime(live, pacing) }) }
      const inReal = (what: string) => pacing.real(what)
      const means = {
        clock,
        write,
        flush,
        late,
        turn,
        models,
        real: inReal,
        ...(own && { own }),
        ...(look && { look }),
      }
      stage = await openStage(order, scenario, means)
      cleanup.defer('close the stage', () => stage?.[Symbol.asyncDispose]())
      opened?.(stage)
      const startedAt = now()
      await runAgent(order, stage, host, cleanup)
      wallMs = now() - startedAt
    } catch (thrown) {
      write({ type: 'harness-fault', where: 'trial', message: messageOf(thrown) })
    }
  }
  file.demandWritten()
  const unsound = file.isSound() ? [] : ['The file of the traces is not as it was written.']
  const problems = [...cleanup.problems, ...(stage?.problems ?? []), ...unsound]
  return { problems, changes: stage?.changes ?? {}, wallMs, trace: trace.range() }
}

/** A trial ends where its trace is full, whatever has filled it. */
function bounded(
  { write, flush, isFull }: StageTrace,
  stage: () => Stage | undefined,
): Pick<StageTrace, 'write' | 'flush'> {
  let full = false
  return {
    flush,
    write: (event) => {
      write(event)
      if (full || !isFull()) return
      full = true
      stage()?.stop('output-limit', `a trace of more than ${LONGEST} characters`)
    },
  }
}

/** Whoever probes a guard has nobody say yes to what it must refuse. */
function inTrial({ variant, agent }: TrialOrder, loaded: Scenario): Scenario {
  const scenario = asPlanned(asProbed(loaded, variant), variant)
  if (agent.host !== 'function' || !agent.shipped?.probes) return scenario
  return { ...scenario, world: { ...scenario.world, approver: undefined } }
}

async function runAgent({ agent }: TrialOrder, stage: Stage, host: Host, cleanup: Cleanup): Promise<void> {
  const running = host.start(agent, stage)
  cleanup.defer('stop the agent', () => running.stop())
  let over = false
  const ended = running.ended.then((ending) => over || writeEnding(stage, ending, running))
  await Promise.race([ended, stage.stopped.then(() => lastWords(stage.clock))])
  over = true
}

/** More than all that each undoing gives itself. */
const UNDO_LIMIT_MS = 60_000

/** How long an agent that was stopped may go on without a pause, in ms. */
const LAST_WORDS_MS = 1_000

/**
 * An agent that was stopped has said its last when all that can happen without time moving has happened. Whether its
 * answer is in the trace would else depend on how long it takes to close its databases.
 */
async function lastWords(clock: Clock): Promise<void> {
  let limit: NodeJS.Timeout | undefined
  const tooLong = new Promise<void>((resolve) => {
    limit = realSetTimeout(resolve, LAST_WORDS_MS).unref()
  })
  await Promise.race([clock.sleep(0), tooLong])
  realClearTimeout(limit)
}

/** An answer that makes more than all that an agent may put out ends the trial in place of being written. */
function writeEnding({ scenario, write, stop }: Stage, ending: Ending, { outputBytes }: RunningAgent): void {
  if (ending.how === 'threw') {
    write({ type: 'agent-ended', how: 'threw', answer: null, error: ending.error })
    return
  }
  const { answer } = ending
  const bytes = outputBytes() + JSON.stringify(answer).length
  const { maxOutputBytes } = scenario.limits
  if (bytes > maxOutputBytes) stop('output-limit', `an answer that makes it ${bytes} of ${maxOutputBytes} bytes`)
  else write({ type: 'agent-ended', how: 'returned', answer })
}
