import { type HttpOutput, isWhole, type WholeBody } from '../../boundary/wire.ts'

/** A body that is read piece by piece. */
export interface Source {
  /** The next piece; undefined at the end. Rejects with the signal's reason when aborted. */
  read(): Promise<Uint8Array | undefined>
  cancel(reason?: unknown): Promise<void>
}

/** Opens a body at once, so that nobody else drops it, and lets go of it when the client gives up. */
export function sourceOf(body: HttpOutput['body'], signal: AbortSignal): Source {
  const reader = (isWhole(body) ? streamed(body) : body).getReader()
  const cancel = (reason: unknown) => reader.cancel(reason).catch(() => {})
  const drop = () => void cancel(signal.reason)
  if (signal.aborted) drop()
  signal.addEventListener('abort', drop, { once: true })
  return {
    cancel,
    read: async () => {
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) signal.removeEventListener('abort', drop)
      return value
    },
  }
}

function streamed({ bytes }: WholeBody): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      if (bytes.byteLength > 0) controller.enqueue(bytes)
      controller.close()
    },
  })
}
