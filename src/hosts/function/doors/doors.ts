import { installFetch } from '../../../channels/http/fetch.ts'
import type { HttpServing } from '../../../channels/http/serving.ts'
import { interceptSockets, type Passes } from '../../../channels/http/sockets.ts'
import { guardHandles } from './handles.ts'
import { watchUncovered } from './uncovered.ts'

/**
 * Closes every door of this process that leads out of the trial's world, once and before agent code loads. HTTP clients
 * of any kind reach the world, and ports of the trial's own are connected to; other sockets are refused. What this cannot see (child processes, worker threads, DNS) is
 * written down where it can be noticed.
 */
export function installDoors(serving: HttpServing, passes: Passes = () => false): void {
  guardHandles((target, via) => serving.note({ type: 'egress', via, target }), passes)
  interceptSockets(serving, passes)
  watchUncovered(serving)
  installFetch(serving)
}
