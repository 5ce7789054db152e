import type { Duplex } from 'node:stream'
import type { Client } from 'pg'
import { withDeadline } from '../../kernel/cleanup.ts'

/** How long a server may take to end a connection that says goodbye, in ms. */
const GOODBYE_LIMIT_MS = 2_000

/** Ends a connection of the harness's own. Where nobody at the other end answers, it is dropped, with what it still waits for. */
export async function disconnect(client: Client): Promise<void> {
  try {
    await withDeadline(() => client.end(), GOODBYE_LIMIT_MS)
  } catch {
    const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection
    stream.destroy()
  }
}
