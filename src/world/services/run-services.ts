import { Cleanup } from '../../kernel/cleanup.ts'
import { messageOf } from '../../kernel/errors.ts'
import { type Docker, fetchImage, openDocker, type Purpose } from '../containers/docker.ts'
import { sweepContainers } from '../containers/leftovers.ts'
import type { Service, ServiceState } from './define.ts'
import { type Instance, startInstance } from './instance.ts'
import { changesBetween, type MemberChange } from './state.ts'

/** The services of a scenario by name. */
export type Services = Readonly<Record<string, Service>>

export interface RunServicesOrder {
  /** Those of every scenario of the run. */
  wanted: readonly Services[]
  /** So many trials have services at once. */
  atOnce: number
  signal?: AbortSignal
}

/** What one trial has of a run's services: containers that no other trial has meanwhile. */
export interface ServiceLease {
  /** Where each one is, by name: for the harness, past which no agent is led. */
  places: Readonly<Record<string, Instance['place']>>
  /** What is in a service now. The first look at each is what it began with. @throws {Error} says what to do. */
  look(name: string): Promise<ServiceState>
  /**
   * Looks a last time and gives the containers back.
   * @param told Gives what the trial's trace tells that became of the state, which it is given as it was at the start.
   */
  release(told: (initial: ServiceState) => ServiceState): Promise<{ unreported: MemberChange[]; problems: string[] }>
}

/** The services of a run: containers as they are needed, each for one trial at a time. */
export interface RunServices extends AsyncDisposable {
  /** Waits until fewer than `atOnce` trials have services. @throws {Error} one does not start, or cannot be put back. */
  lease(services: Services): Promise<ServiceLease>
}

/** Docker takes its time to end a container. */
const REMOVE_LIMIT_MS = 30_000

/**
 * Looks for every image and starts one container of each service, of as many as trials have at once, so that what is missing is
 * told before the first trial. @throws {PrerequisiteError}
 */
export async function openRunServices(order: RunServicesOrder): Promise<RunServices> {
  const cleanup = new Cleanup(REMOVE_LIMIT_MS)
  const docker = await openDocker(purposeOf(Object.keys(order.wanted[0] ?? {})[0] ?? ''))
  try {
    const sweeping = sweepContainers(docker).catch(() => {})
    cleanup.defer('sweep', () => sweeping)
    const running = new Running(docker, order, cleanup)
    await running.warm()
    return running
  } catch (thrown) {
    await cleanup[Symbol.asyncDispose]()
    throw thrown
  }
}

function purposeOf(name: string): Purpose {
  return { task: `start the service "${name}"`, image: 'or name an image that `docker images` shows' }
}

/** A service as a scenario names it. */
interface Kind {
  name: string
  service: Service
  /** What every trial finds in it at its start, as the first one found it. */
  baseline?: ServiceState
}

/** An instance with what it is an instance of. */
interface Named {
  kind: Kind
  instance: Instance
}

class Running implements RunServices {
  readonly #docker: Docker
  readonly #order: RunServicesOrder
  readonly #cleanup: Cleanup
  /** Those that no trial has; the one that was used last is the last one. */
  readonly #idle: Named[] = []
  readonly #kinds: Kind[] = []
  #leased = 0
  readonly #waiting: (() => void)[] = []

  constructor(docker: Docker, order: RunServicesOrder, cleanup: Cleanup) {
    this.#docker = docker
    this.#order = order
    this.#cleanup = cleanup
  }

  async warm(): Promise<void> {
    const { wanted, atOnce, signal } = this.#order
    for (const services of wanted) for (const [name, service] of Object.entries(services)) this.#kindOf(name, service)
    const images = new Map(this.#kinds.map(({ name, service }) => [service.image, name]))
    for (const [image, name] of images) {
      signal?.throwIfAborted()
      await fetchImage(this.#docker, image, purposeOf(name))
    }
    // The oldest is the first to be taken from the end.
    this.#idle.push(...(await all(this.#kinds.slice(0, atOnce).map((kind) => this.#start(kind)))).toReversed())
  }

  #kindOf(name: string, service: Service): Kind {
    const known = this.#kinds.find((one) => one.name === name && one.service === service)
    if (known) return known
    const kind = { name, service }
    this.#kinds.push(kind)
    return kind
  }

  async lease(services: Services): Promise<ServiceLease> {
    await this.#room()
    const taken: Named[] = []
    try {
      const kinds = Object.entries(services).map(([name, service]) => this.#kindOf(name, service))
      await all(kinds.map(async (kind) => void taken.push(await this.#take(kind))))
      const begun = await Promise.all(taken.map((one) => this.#putBack(one)))
      return this.#leaseOf(taken, Object.assign({}, ...begun))
    } catch (thrown) {
      await this.#letGo(taken)
      this.#leave()
      throw thrown
    }
  }

  #leaseOf(taken: readonly Named[], initial: ServiceState): ServiceLease {
    const looked = new Set<string>()
    return {
      places: Object.fromEntries(taken.map(({ kind, instance }) => [kind.name, instance.place])),
      look: async (name) => {
        const found = taken.find(({ kind }) => kind.name === name)
        if (!found) throw new Error(`There is no service "${name}".`)
        if (looked.has(name)) return found.instance.observe()
        looked.add(name)
        return ofService(initial, name)
      },
      release: async (told) => {
        try {
          const states = await Promise.all(taken.map(({ instance }) => instance.observe()))
          const unreported = changesBetween(told(initial), Object.assign({}, ...states))
          this.#idle.push(...taken)
          return { unreported, problems: [] }
        } catch (thrown) {
          // What cannot be looked at serves no other trial.
          await this.#letGo(taken)
          return { unreported: [], problems: [messageOf(thrown)] }
        } finally {
          this.#leave()
        }
      },
    }
  }

  /** Trials that do not begin alike cannot be compared: that a reset does what it says is looked at each time. */
  async #putBack({ kind, instance }: Named): Promise<ServiceState> {
    await instance.reset()
    const state = await instance.observe()
    kind.baseline ??= state
    const [wrong] = changesBetween(kind.baseline, state)
    if (!wrong) return state
    const { name } = kind
    const { op, collection, id } = wrong
    throw new Error(
      `Failed to reset the service "${name}": what it holds is not what its first trial found (${op} of ${collection} ${id}). Correct \`world.services.${name}.reset\`, or leave out of \`observe\` what is not the same each time.`,
    )
  }

  async #take(kind: Kind): Promise<Named> {
    const at = this.#idle.findLastIndex((one) => one.kind === kind)
    const [there] = at < 0 ? [] : this.#idle.splice(at, 1)
    if (there) return there
    this.#makeRoom(kind)
    return this.#start(kind)
  }

  /** As many stay idle as trials may want at once; of those that nobody wants, the one first that was not used for longest. */
  #makeRoom(wanted: Kind): void {
    const oldest = this.#idle.find(({ kind }) => kind !== wanted)
    if (!oldest || this.#idle.length < this.#order.atOnce) return
    this.#idle.splice(this.#idle.indexOf(oldest), 1)
    // Nobody need wait for its end: the run does, at its own.
    void this.#letGo([oldest])
  }

  async #start(kind: Kind): Promise<Named> {
    const { name, service } = kind
    const instance = await startInstance(this.#docker, name, service, this.#order.signal)
    this.#cleanup.defer(`remove a container of ${name}`, () => instance[Symbol.asyncDispose]())
    return { kind, instance }
  }

  async #letGo(taken: readonly Named[]): Promise<void> {
    await Promise.allSettled(taken.map(({ instance }) => instance[Symbol.asyncDispose]()))
  }

  async #room(): Promise<void> {
    while (this.#leased >= this.#order.atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#order.signal?.throwIfAborted()
    this.#leased++
  }

  #leave(): void {
    this.#leased--
    this.#waiting.shift()?.()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cleanup[Symbol.asyncDispose]()
    if (this.#cleanup.problems.length > 0) throw new Error(this.#cleanup.problems.join('\n'))
  }
}

/** Waits for all of them, also where one fails: what has begun can be ended then. */
async function all<T>(begun: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(begun)
  return Promise.all(begun)
}

function ofService(state: ServiceState, name: string): ServiceState {
  return Object.fromEntries(Object.entries(state).filter(([collection]) => collection.startsWith(`${name}.`)))
}
