import { randomBytes } from 'node:crypto'

/** Where servers of channels listen, and by which word they offer a trial. */
export interface ServerPlace {
  /** The next one's port; 0 for any that is free. */
  port(): number
  /** A word for the next trial: letters, digits, '-' and '_'. Whoever knows it reaches the trial. */
  token(): string
}

/** Anywhere, by words that nobody can guess. */
export const ANY_PLACE: ServerPlace = { port: () => 0, token: () => randomBytes(24).toString('base64url') }

/** The same place and word each time: ports that follow each other. For a world that somebody works beside. */
export function fixedPlace(firstPort: number, token: string): ServerPlace {
  let next = firstPort
  return { port: () => next++, token: () => token }
}
