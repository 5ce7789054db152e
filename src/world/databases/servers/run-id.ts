import { randomBytes } from 'node:crypto'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz012345'

/** Eight of [a-z0-9]. Not from the run's seed: two runs with one seed do not meet. */
export function newRunId(): string {
  return Array.from(randomBytes(8), (byte) => LETTERS[byte % LETTERS.length]).join('')
}
