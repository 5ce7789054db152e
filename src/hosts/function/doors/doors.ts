import { installFetch } from '../../../channels/http/fetch.ts'
import type { HttpServing } from '../../../channels/http/serving.ts'
import { interceptSockets } from '../../../channels/http/sockets.ts'
import { guardHandles } from './handles.ts'
import { watchUncovered } from './uncovered.ts'

/**
 * Closes every door of this process that leads out of the trial's world, once and before agent code loads. HTTP clients
 * of any kind reach the world; other sockets are refused. What this cannot see (child processes, worker threads, DNS) is
 * written down where it can be noticed.
 */
export function installDoors(serving: HttpServing): void {
  guardHandles((target, via) => serving.note({ type: 'egress', via, target }))
  interceptSockets(serving)
  watchUncovered(serving)
  installFetch(serving)
}
