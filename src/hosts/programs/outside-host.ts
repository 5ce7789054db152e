import type { ChannelOffer, ChannelServer } from '../../boundary/channel.ts'
import type { ServerPlace } from '../../boundary/server-place.ts'
import { atMost } from '../../kernel/connections.ts'
import { messageOf } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/json.ts'
import type { ProgramSource } from '../../scenario/agent-source.ts'
import { openServers } from '../../stage/open-servers.ts'
import type { AgentOrder, Isolation } from '../../stage/order.ts'
import type { Stage } from '../../stage/stage.ts'
import { type Ending, type Host, orderFor, type RunningAgent } from '../host.ts'
import { answerPlaces } from '../tiers/answers.ts'
import { runFoldersBeside } from '../tiers/bubblewrap/shown.ts'
import { startInSandbox } from '../tiers/bubblewrap/start.ts'
import { startInContainer } from '../tiers/container/start.ts'
import { type Briefing, briefAgent } from './briefing.ts'
import { outsidePacing } from './pacing.ts'
import { type Program, startProgram } from './program.ts'
import { demandFit } from './start.ts'
import { endIfOver, watchMemory } from './watch-memory.ts'

/** A trial of an agent outside this process, as what is of its kind sees it. */
export interface OutsideTrial extends Briefing {
  stage: Stage
  /**
   * Starts a program of the agent's: what it writes is the trial's, and it ends with it.
   * @throws {Error} it could not be started.
   */
  start(source: ProgramSource, how: StartHow): Program
}

interface StartHow {
  stdin: string
  /** For its templates, beside the task. */
  more?: Readonly<Record<string, Json>>
  /** Is what it listens on to be reached? */
  dialled?: boolean
}

/** How long what an agent sent before it ended may take to be read, in ms. */
const LAST_CALLS_MS = 10_000

type OrderOf<Kind extends AgentOrder['host']> = Extract<AgentOrder, { host: Kind }>

/**
 * Runs agents outside this process, whose doors are servers of it.
 * @param play One agent, to its end. What it throws is the harness's failure. It need not end what it started.
 */
export async function outsideHost<Kind extends AgentOrder['host']>(
  kind: Kind,
  play: (order: OrderOf<Kind>, trial: OutsideTrial) => Promise<Ending>,
  place?: ServerPlace,
): Promise<Host> {
  const servers = await openServers(place)
  const own = environmentHere()
  /** What the last trial left running. */
  let left: string[] = []
  return {
    kind,
    pacing: outsidePacing,
    start: (order, stage) => {
      left = []
      const trial = new Outside(stage, servers, own)
      const ending = async () => play(orderFor(kind, order), await trial.open(order))
      return running(trial, order.name, ending, (dirt) => left.push(...dirt))
    },
    remains: async () => ({ dirt: left }),
    changed: () => undefined,
  }
}

/** The variables that this process was given for code of the project, without those for itself. */
function environmentHere(): Record<string, string> {
  const { UV_THREADPOOL_SIZE: _, NODE_COMPILE_CACHE: __, ...env } = process.env
  return env as Record<string, string>
}

function running(
  trial: Outside,
  name: string,
  play: () => Promise<Ending>,
  leave: (dirt: readonly string[]) => void,
): RunningAgent {
  const { stage } = trial
  stage.write({ type: 'real-time', what: 'an agent in a process of its own' })
  stage.onRestart((call) => trial.restart(call.id))
  const playOnce = () =>
    play().catch((thrown): Ending => {
      const error = messageOf(thrown)
      if (!trial.over) stage.write({ type: 'harness-fault', where: `agent ${name}`, message: error })
      return { how: 'threw', error }
    })
  const ended = (async () => {
    for (;;) {
      const { restarts } = trial
      const ending = await playOnce()
      if (trial.restarts === restarts) return ending
      await trial.killed
    }
  })()
  return {
    ended,
    outputBytes: () => trial.bytes(),
    stop: async () => leave(await trial.end()),
  }
}

const STILL_CONNECTED = {
  type: 'uncovered',
  what: 'own-process',
  detail:
    'something that was not started here was still connected when the agent had ended: what it sent last may be missing',
} as const

/** A program that is about to be started. */
interface Starting extends StartHow {
  source: ProgramSource
  briefing: Briefing
  isolation: Isolation | undefined
}

/** What a trial was given outside this process, as far as it has come. */
class Outside {
  readonly stage: Stage
  over = false
  /** How often it was ended to be started anew. */
  restarts = 0
  /** Resolves when that is done. */
  killed = Promise.resolve()
  readonly #servers: ChannelServer
  readonly #own: Record<string, string>
  readonly #programs: Program[] = []
  readonly #undo: (() => void)[] = []
  #offer: ChannelOffer | undefined
  #opened: Promise<OutsideTrial> | undefined

  constructor(stage: Stage, servers: ChannelServer, own: Record<string, string>) {
    this.stage = stage
    this.#servers = servers
    this.#own = own
  }

  /** The same for an agent that is started anew: where its world is, and its folder with what it left there. */
  open(order: AgentOrder): Promise<OutsideTrial> {
    this.#opened ??= this.#open(order)
    return this.#opened
  }

  async #open(order: AgentOrder): Promise<OutsideTrial> {
    this.#offer = this.#servers.offer(this.stage)
    const briefing = await briefAgent(order, this.stage, this.#offer)
    this.#undo.push(briefing.close)
    const { isolation } = order
    if (isolation?.unwatched) this.stage.write({ type: 'uncovered', what: 'own-process', detail: isolation.unwatched })
    return {
      ...briefing,
      stage: this.stage,
      start: (source, how) => this.#start({ ...how, source, briefing, isolation }),
    }
  }

  bytes(): number {
    return this.#programs.reduce((sum, program) => sum + program.bytes(), 0)
  }

  /** Ends the agent, to be started anew. False where nothing of it was started here. */
  async restart(call: string): Promise<boolean> {
    if (this.over || this.#programs.length === 0) return false
    this.restarts++
    const kill = async () => {
      await Promise.all(this.#programs.map(({ tree }) => tree.end()))
      this.stage.write({ type: 'agent-restarted', call })
    }
    this.killed = kill()
    await this.killed
    return true
  }

  /** What it left behind. */
  async end(): Promise<string[]> {
    this.over = true
    const left = await Promise.all(this.#programs.map(({ tree }) => tree.end()))
    // What it sent last counts, also where it did not wait for what comes of it. Of what runs elsewhere nobody knows that it is gone.
    const heard = this.#programs.length > 0 && !this.stage.signal.aborted && this.#offer?.heard()
    if (heard && !(await atMost(LAST_CALLS_MS, heard))) this.stage.write(STILL_CONNECTED)
    await this.#offer?.close()
    return [...left.flat().map((name) => `${name} was still running`), ...this.#undone()]
  }

  /** What could not be undone is no loss of what is known of the trial. */
  #undone(): string[] {
    return this.#undo.flatMap((undo) => {
      try {
        undo()
        return []
      } catch (thrown) {
        return [messageOf(thrown)]
      }
    })
  }

  /** Undefined: as it is. */
  #startBy({ source, isolation, briefing: { tmp }, dialled = false }: Starting) {
    if (isolation === undefined || isolation.tier === 'T1') return undefined
    const { cwd, root = cwd, mounts = [] } = source
    const { order, scenario } = this.stage
    const { folders = [] } = this.#servers
    const ports = [...this.#servers.ports, ...(this.#offer?.ports ?? [])]
    const memoryBytes = scenario.limits.maxMemoryBytes
    const hidden = [...runFoldersBeside(order.folder), ...answerPlaces(scenario, source)]
    const { container } = isolation
    if (container) {
      return startInContainer({ root, mounts, tmp, ports, memoryBytes, hidden, given: folders, ...container })
    }
    const given = folders.map((folder) => ({ source: folder, target: folder, writable: false }))
    const own = [{ source: tmp, target: tmp, writable: true }]
    return startInSandbox({ root, mounts: [...mounts, ...given], own, ports, memoryBytes, hidden, dialled })
  }

  #start(starting: Starting): Program {
    const { source, stdin, briefing, more } = starting
    const { argv, cwd, env } = source
    const startBy = this.#startBy(starting)
    const fill = (template: string) => briefing.fill(template, more)
    // A trial may be over before it began.
    if (this.over) throw new Error('the trial was over')
    const { maxOutputBytes } = this.stage.scenario.limits
    const variables = Object.entries(env).map(([name, value]) => [name, fill(value)] as const)
    const given = {
      argv: argv.map(fill),
      env: { ...this.#own, ...briefing.env, ...Object.fromEntries(variables) },
    }
    demandFit(given)
    const program = startProgram({
      ...{ ...given, cwd, stdin, startBy },
      kept: maxOutputBytes,
      output: this.stage.write,
      wrote: () => {
        if (this.bytes() > maxOutputBytes) this.stage.stop('output-limit', `more than ${maxOutputBytes} bytes`)
      },
    })
    this.#programs.push(program)
    this.#undo.push(watchMemory(program.tree, this.stage))
    const exited = program.exited.finally(() => endIfOver(program.tree, this.stage))
    return { ...program, exited }
  }
}
