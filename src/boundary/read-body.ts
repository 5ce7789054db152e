import { type HttpOutput, isWhole, WholeBody } from './wire.ts'

/**
 * Reads a body to its end. A body that fails is as long as what came of it.
 * Rejects with the signal's reason when aborted first; the body is then dropped.
 */
export async function readBody(body: HttpOutput['body'], signal: AbortSignal): Promise<WholeBody> {
  if (isWhole(body)) return body
  const reader = body.getReader()
  const drop = () => void reader.cancel(signal.reason).catch(() => {})
  if (signal.aborted) drop()
  signal.addEventListener('abort', drop, { once: true })
  const chunks: Uint8Array[] = []
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) chunks.push(part.value)
  } catch {
    // What came before it failed is the body.
  } finally {
    signal.removeEventListener('abort', drop)
  }
  signal.throwIfAborted()
  return new WholeBody(Buffer.concat(chunks))
}
