import { headAndTail } from '../../kernel/head-and-tail.ts'
import type { OutputEvent } from '../../trace/events/output.ts'
import { LEAST_COUNTED } from '../../trace/printed.ts'

/** What the running trial makes of printed text. */
export type OutputSink = (event: OutputEvent) => void

/** How much of one write is kept, in characters; the whole is counted. */
const KEPT = 8_192

export interface OutputCapture {
  /** Bytes printed since the last `open`, 16 for each write at least. */
  readonly bytes: number
  /** @param belongs Is the code that prints now the running trial's own? What others print is dropped. */
  open(sink: OutputSink, belongs: () => boolean): void
  close(): void
}

/**
 * Takes over stdout and stderr of this process, console included, once and before agent code loads: what an agent
 * prints belongs to its trial's trace, not to the user's terminal.
 */
export function captureOutput(): OutputCapture {
  let sink: OutputSink | undefined
  let belongs = () => true
  let bytes = 0
  const keep = (stream: 'stdout' | 'stderr', chunk: unknown) => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('utf8')
    if (text === '') return
    const size = Buffer.byteLength(text)
    bytes += Math.max(LEAST_COUNTED, size)
    sink?.({ type: 'output', stream, ...keptOf(text, size) })
  }
  const take = (stream: 'stdout' | 'stderr') => {
    const write = (chunk: unknown, encoding?: unknown, done?: unknown): boolean => {
      if (belongs()) keep(stream, chunk)
      const callback = typeof encoding === 'function' ? encoding : done
      if (typeof callback === 'function') process.nextTick(callback as () => void)
      return true
    }
    process[stream].write = write as typeof process.stdout.write
  }
  take('stdout')
  take('stderr')
  return {
    get bytes() {
      return bytes
    },
    open: (next, mine) => {
      sink = next
      belongs = mine
      bytes = 0
    },
    close: () => {
      sink = undefined
    },
  }
}

function keptOf(text: string, size: number): Pick<OutputEvent, 'text' | 'leftOut' | 'tail'> {
  if (text.length <= KEPT) return { text }
  const { head, tail } = headAndTail(text, KEPT)
  return { text: head, leftOut: size - Buffer.byteLength(head) - Buffer.byteLength(tail), tail }
}
