/** Each reads at least as much of a pipe as one holds; the first may be the rest of a turn that has looked already. */
const TURNS = 4

/**
 * Resolves when all that is in this process's pipes by now is read. A process that is gone has said all that it will say, and is told as
 * gone ahead of that where it went while this one was at work. Nobody waits for the pipes' ends: what it has started may hold them for ever.
 */
export async function untilRead(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve))
}
