import type { Executing } from '../../../boundary/current.ts'
import type { ServiceTalk } from '../../../boundary/service-world.ts'
import { atMost } from '../../../kernel/connections.ts'
import { messageOf } from '../../../kernel/errors.ts'
import type { TraceEvent } from '../../../trace/event.ts'
import type { ServiceState } from '../define.ts'
import { changesBetween } from '../state.ts'

/** What a trial's services take. */
export interface ServiceMeans {
  /** What is in a service now. */
  look(name: string): Promise<ServiceState>
  write(event: TraceEvent): void
  /** Told, at a connection, that it takes real time. */
  real(what: string): void
}

type Effect = Executing['effect']

// Held before agent code loads.
const realSetImmediate = setImmediate

const TURNS = 3
/** Who has said its last may listen for long. */
const ENDING_MS = 1_000

/** Tells what became of a service, from one look to the next. */
export class Watch {
  /** As it was seen last. */
  state: ServiceState
  readonly #name: string
  readonly #means: Pick<ServiceMeans, 'look' | 'write'>
  /** The calls that are under way, and how each tells an effect. */
  readonly #open = new Map<string, Effect>()
  /** Those that have sent something since the last look began. */
  #sent = new Map<string, Effect>()
  /** Those that are coming to their end. */
  readonly #ending = new Map<string, Promise<void>>()
  #looking: Promise<void> | undefined
  #next: Promise<void> | undefined

  constructor(name: string, state: ServiceState, means: Pick<ServiceMeans, 'look' | 'write'>) {
    this.#name = name
    this.state = state
    this.#means = means
  }

  talk(call: string, effect: Effect): ServiceTalk {
    this.#open.set(call, effect)
    let tellOver = () => {}
    const over = new Promise<void>((resolve) => {
      tellOver = resolve
    })
    return {
      sent: () => void this.#sent.set(call, effect),
      ending: () => void this.#ending.set(call, over),
      over: async () => {
        await this.#look()
        this.#open.delete(call)
        this.#ending.delete(call)
        tellOver()
        if (this.#open.size === 0) this.#tellSettled()
      },
    }
  }

  /**
   * Resolves when a new connection may begin: what those before it did that are gone is told by then, and is not taken for its
   * doing. That they are gone is heard in one of the next turns.
   */
  async clear(): Promise<void> {
    if (this.#open.size === 0) return
    for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => realSetImmediate(resolve))
    await atMost(ENDING_MS, Promise.all(this.#ending.values()))
  }

  #tellSettled = () => {}

  /** Resolves when no call is under way. */
  async settled(): Promise<void> {
    if (this.#open.size === 0) return
    await new Promise<void>((resolve) => {
      this.#tellSettled = resolve
    })
  }

  /** A look that has begun may have missed what came since: whoever asks meanwhile shares the next one. */
  #look(): Promise<void> {
    if (!this.#looking) {
      this.#looking = this.#lookOnce().finally(() => {
        this.#looking = undefined
      })
      return this.#looking
    }
    this.#next ??= this.#looking.then(() => {
      this.#next = undefined
      return this.#look()
    })
    return this.#next
  }

  async #lookOnce(): Promise<void> {
    const before = this.#sent
    // Nobody has said anything: nothing came of it.
    if (before.size === 0) return
    this.#sent = new Map()
    try {
      const now = await this.#means.look(this.#name)
      this.#tell(new Map([...before, ...this.#sent]), now)
    } catch (thrown) {
      this.#means.write({ type: 'harness-fault', where: `service ${this.#name}`, message: messageOf(thrown) })
    }
  }

  /** What sent something since the look before may have made it; where there is one, it did. */
  #tell(makers: ReadonlyMap<string, Effect>, now: ServiceState): void {
    const [effect] = makers.values()
    const calls = [...makers.keys()]
    for (const change of changesBetween(this.state, now)) effect?.(change, calls)
    this.state = now
  }
}
