import type { Socket } from 'node:net'
import type { Executing } from './current.ts'

/** A service of the world, as a channel sees it. */
export interface ServiceWorld {
  name: string
  /** Where agents find it. */
  host: string
  port: number
  /** Hands over each connection that an agent makes, from here on. Whoever took them before gets none any more. */
  take(connected: (client: Socket) => void): void
  /** A connection of the harness's own to the real service. @throws {Error} it cannot be made. */
  connect(): Promise<Socket>
  /** The service is told of by what it holds: whoever carries bytes to it says so, for the call that is being executed. */
  talk(call: string, effect: Executing['effect']): ServiceTalk
}

/** What one call says to a service. */
export interface ServiceTalk {
  /** Bytes of the call are on their way to the service. */
  sent(): void
  /** Its client is gone, or the service is: connections that come from here on wait until the service was looked at. */
  ending(): void
  /** It is over: the service is looked at, and what changed is told as effects of the calls that may have made it. */
  over(): Promise<void>
}
