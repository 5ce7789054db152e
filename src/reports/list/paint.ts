import { styleText } from 'node:util'
import type { PlannedOutcome } from '../text/outcome.ts'

export type Tone = Parameters<typeof styleText>[0]

/** Puts a tone on a text, or leaves it plain. */
export type Paint = (tone: Tone, text: string) => string

export const TONES: Record<PlannedOutcome, Tone> = {
  error: 'magenta',
  failed: 'red',
  inconclusive: 'yellow',
  passed: 'green',
  'not run': 'gray',
}

export function painter(color: boolean): Paint {
  return color ? (tone, text) => styleText(tone, text, { validateStream: false }) : (_, text) => text
}

/** Colour only where a person looks at it and did not turn it off (no-color.org: any value that is not empty). */
export function wantsColor(
  stream: { isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (environment.NO_COLOR) return false
  if (environment.FORCE_COLOR && environment.FORCE_COLOR !== '0') return true
  return stream.isTTY === true && environment.TERM !== 'dumb'
}
