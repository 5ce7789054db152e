import type { Socket } from 'node:net'
import type { ServiceTalk } from '../../boundary/service-world.ts'
import { WholeBody } from '../../boundary/wire.ts'
import type { Json } from '../../kernel/json.ts'
import { KEPT_BYTES } from '../../trace/bounded.ts'
import type { Inbox } from './inbox.ts'

// Held before agent code loads.
const [realSetTimeout, realClearTimeout] = [setTimeout, clearTimeout]

/** How long a service has to do what it was asked last, once its client has left, in ms. */
const LAST_WORK_MS = 1_000

/** A client and a service, from when they are connected to when the service was looked at behind it. */
export class Conversation {
  /** What the service says. It ends once the service was looked at. */
  readonly body: ReadableStream<Uint8Array>
  /** Resolves when it is over, and the service was looked at. */
  readonly ended: Promise<void>
  readonly #service: Socket
  readonly #talk: ServiceTalk
  readonly #sent: Buffer[] = []
  #sentBytes = 0
  #looked: Promise<void> | undefined
  #limit: NodeJS.Timeout | undefined
  #tellEnded = () => {}

  constructor(inbox: Inbox, service: Socket, talk: ServiceTalk) {
    this.#service = service
    this.#talk = talk
    this.ended = new Promise((resolve) => {
      this.#tellEnded = resolve
    })
    service.setNoDelay(true)
    service.on('error', () => {})
    service.on('drain', () => inbox.resume())
    inbox.pass(
      (bytes) => this.#send(bytes),
      () => {
        talk.ending()
        service.end()
      },
    )
    inbox.client.once('close', () => this.#finish())
    this.body = this.#listen()
  }

  /** What the client has said, as far as it is kept. */
  sent(): Json {
    const whole = new WholeBody(Buffer.concat(this.#sent))
    return whole.isText ? whole.text : whole.json
  }

  #send(bytes: Buffer): boolean {
    this.#talk.sent()
    if (this.#sentBytes < KEPT_BYTES) this.#sent.push(bytes.subarray(0, KEPT_BYTES - this.#sentBytes))
    this.#sentBytes += bytes.length
    return this.#service.writable ? this.#service.write(bytes) : true
  }

  #listen(): ReadableStream<Uint8Array> {
    const said = this.#service[Symbol.asyncIterator]() as AsyncIterator<Buffer>
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const next = await said.next().catch(() => undefined)
          if (next && !next.done) return controller.enqueue(next.value)
          this.#talk.ending()
          await this.#look()
          controller.close()
        },
        // Nobody hears it any more; what it was asked it does all the same.
        cancel: async () => {
          this.#finish()
          await new Promise<void>((resolve) => {
            if (this.#service.closed) resolve()
            else this.#service.once('close', () => resolve())
          })
          await this.#look()
        },
      },
      { highWaterMark: 0 },
    )
  }

  /** The client is gone: the service works off what it was sent, and is let go of. */
  #finish(): void {
    this.#talk.ending()
    this.#service.end()
    if (this.#service.closed || this.#limit) return
    this.#limit = realSetTimeout(() => this.#service.destroy(), LAST_WORK_MS)
    this.#service.once('close', () => realClearTimeout(this.#limit))
  }

  #look(): Promise<void> {
    this.#looked ??= this.#talk.over().finally(() => this.#tellEnded())
    return this.#looked
  }
}
