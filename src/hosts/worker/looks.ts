import { messageOf } from '../../kernel/errors.ts'
import type { ServiceState } from '../../world/services/define.ts'
import type { FromWorker, ToWorker } from './protocol.ts'

/** How much of an answer goes in one message, in characters: no message is as long as the wire allows. */
const PART = 250_000

/**
 * Looks at a trial's services for its worker, as its parent.
 * @param waits Told how many looks are under way, at every change.
 */
export function openLooks(
  look: (service: string) => Promise<ServiceState>,
  send: (message: ToWorker) => void,
  waits: (count: number) => void,
): (asked: Extract<FromWorker, { type: 'look' }>) => void {
  let open = 0
  const answer = async (id: number, service: string) => {
    try {
      const text = JSON.stringify(await look(service))
      for (let from = 0; from < text.length; from += PART) {
        send({ type: 'looked', look: id, part: text.slice(from, from + PART), last: from + PART >= text.length })
      }
    } catch (thrown) {
      send({ type: 'looked', look: id, failed: messageOf(thrown) })
    }
  }
  return ({ look: id, service }) => {
    waits(++open)
    void answer(id, service).finally(() => waits(--open))
  }
}
