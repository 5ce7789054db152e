import { closeSync, globSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { openRestorer } from '../../trace/abridged.ts'
import type { Recorded } from '../../trace/event.ts'

/** How often the files are looked at, in ms. */
const LOOK_MS = 50
const CHUNK = 1 << 16

/** Tells of a trial's events while it runs, from what its worker writes. */
export interface LiveView extends Disposable {
  /** Tells what was written since. */
  look(): void
}

/** @param folder The run's. One trial runs in it. */
export function openLiveView(folder: string, tell: (event: Recorded) => void): LiveView {
  const files = new Map<string, () => string[]>()
  const restore = openRestorer()
  const look = () => {
    for (const path of globSync(join(folder, 'traces', '*.jsonl'))) if (!files.has(path)) files.set(path, follow(path))
    for (const read of files.values()) {
      for (const line of read()) {
        // The chain's link stands behind the events, and is checked by whoever judges.
        for (const event of JSON.parse(line.slice(0, line.lastIndexOf('\t'))) as Recorded[]) tell(restore(event))
      }
    }
  }
  const timer = setInterval(look, LOOK_MS)
  return { look, [Symbol.dispose]: () => clearInterval(timer) }
}

/** Reads the lines of a file that others append to, from where it was read last. */
function follow(path: string): () => string[] {
  const decoder = new StringDecoder('utf8')
  const chunk = Buffer.alloc(CHUNK)
  let at = 0
  let rest = ''
  return () => {
    const file = openSync(path, 'r')
    try {
      for (let read = readSync(file, chunk, 0, CHUNK, at); read > 0; read = readSync(file, chunk, 0, CHUNK, at)) {
        at += read
        rest += decoder.write(chunk.subarray(0, read))
      }
    } finally {
      closeSync(file)
    }
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    return lines
  }
}
