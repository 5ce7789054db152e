/** How a body came to its end: read to the end, cut by its source, or dropped by its reader. */
export type BodyEnd = 'complete' | 'failed' | 'cancelled'

/** How much of a streamed body is kept for the trace, in bytes. */
const KEPT_BYTES = 65_536

/**
 * Passes a stream through chunk by chunk, holding nothing back, and reports once how it ended with the text that
 * passed (cut at 64 KiB).
 */
export function watchBody(
  body: ReadableStream<Uint8Array>,
  ended: (end: BodyEnd, text: string) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader()
  const kept: Uint8Array[] = []
  let size = 0
  let open = true
  const finish = (end: BodyEnd) => {
    if (!open) return
    open = false
    ended(end, Buffer.concat(kept).toString('utf8'))
  }
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read()
          if (done) {
            finish('complete')
            return controller.close()
          }
          if (size < KEPT_BYTES) kept.push(value.subarray(0, KEPT_BYTES - size))
          size += value.byteLength
          controller.enqueue(value)
        } catch (thrown) {
          finish('failed')
          controller.error(thrown)
        }
      },
      cancel: (reason) => {
        finish('cancelled')
        return reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}
