import { LateStream } from './late-stream.ts'

type Fetched = Request | Response

const utf8 = new TextDecoder()

/** How a body that is at hand is read. A form and a Blob are rare: they are left to fetch's own code. */
const READERS: Record<string, (whole: string | Uint8Array) => unknown> = {
  text: textOf,
  json: (whole) => JSON.parse(textOf(whole)),
  bytes: bytesOf,
  arrayBuffer: (whole) => bytesOf(whole).buffer,
}

/**
 * Has the objects of `prototype`, which is over one of fetch's own, read a body that is at hand without making a stream
 * of it and reading that again. Whoever puts another method in the place of fetch's own is asked, as ever.
 */
export function readAtHand(prototype: Fetched, own: Fetched): void {
  const under = Object.getPrototypeOf(prototype) as Fetched
  // It is of the class that it says it is of.
  Reflect.deleteProperty(prototype, 'constructor')
  const streamIn = getterOf(own, 'body')
  for (const [name, read] of Object.entries(READERS)) {
    const theirs = Reflect.get(own, name) as () => Promise<unknown>
    const value = async function (this: Fetched): Promise<unknown> {
      const present = Reflect.get(under, name) as typeof theirs
      const whole = present === theirs ? take(streamIn.call(this)) : undefined
      return whole === undefined ? present.call(this) : read(whole)
    }
    Object.defineProperty(prototype, name, { ...ORDINARY, value, writable: true })
  }
  const get = function (this: Fetched): unknown {
    const stream = streamIn.call(this)
    return stream instanceof LateStream ? stream.real : stream
  }
  Object.defineProperty(prototype, 'body', { ...ORDINARY, get })
}

const ORDINARY = { enumerable: true, configurable: true }
const responseBody = getterOf(Response.prototype, 'body')

/** The whole body of a response, where it is at hand and nobody has looked at it. It counts as read by this. */
export function takeBody(response: Response): string | Uint8Array | undefined {
  return take(responseBody.call(response))
}

function take(stream: unknown): string | Uint8Array | undefined {
  return stream instanceof LateStream ? stream.take() : undefined
}

function getterOf(prototype: object, name: string): (this: object) => unknown {
  const getter = Object.getOwnPropertyDescriptor(prototype, name)?.get
  if (!getter) throw new TypeError(`Failed to read fetch's own classes: they have no "${name}".`)
  return getter
}

function textOf(whole: string | Uint8Array): string {
  return typeof whole === 'string' ? whole : utf8.decode(whole)
}

/** A copy: what is read belongs to its reader. */
function bytesOf(whole: string | Uint8Array): Uint8Array<ArrayBuffer> {
  return typeof whole === 'string' ? new TextEncoder().encode(whole) : new Uint8Array(whole)
}
