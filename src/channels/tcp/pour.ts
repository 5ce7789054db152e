import type { Socket } from 'node:net'

// Held before agent code loads.
const [realSetTimeout, realClearTimeout] = [setTimeout, clearTimeout]

/** How long what is still on its way to a client that has left may take to be known as not delivered, in ms. */
const LINGER_MS = 100

/** Writes to a client what comes, as fast as it reads. Never rejects. @param over Resolves when nothing more comes from the service. */
export async function pour(body: ReadableStream<Uint8Array>, client: Socket, over = Promise.resolve()): Promise<void> {
  const reader = body.getReader()
  const drop = () => void reader.cancel().catch(() => {})
  const left = new Promise<void>((resolve) => client.once('close', () => resolve()))
  // Nobody reads the rest of what a fault holds back.
  let poured = false
  let lingering: NodeJS.Timeout | undefined
  void Promise.all([left, over]).then(() => {
    if (!poured) lingering = realSetTimeout(drop, LINGER_MS)
  })
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      if (client.destroyed) return drop()
      await Promise.race([left, written(client, part.value)])
    }
    client.end()
  } catch {
    client.resetAndDestroy()
  } finally {
    poured = true
    realClearTimeout(lingering)
  }
}

/** A reset would overtake what is not on its way. */
function written(client: Socket, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => client.write(bytes, () => resolve()))
}
