import { writeSync } from 'node:fs'
import type { Agent } from '../define.ts'

/**
 * Prints one line without an end, by the console or past it.
 *
 * @attacks whoever waits for the end of the line, and the limit of output
 * @expect failed: passed its limit of output
 */
export const run: Agent['run'] = (_, { random }) => {
  if (random.int(2) === 0) console.log('x'.repeat(50_000_000))
  for (;;) writeAll('x'.repeat(60_000))
}

/** Its pipe is full for as long as the reader takes. */
function writeAll(text: string): void {
  try {
    writeSync(1, text)
  } catch {}
}
