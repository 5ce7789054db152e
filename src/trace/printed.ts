import { leftOut } from '../kernel/head-and-tail.ts'
import type { OutputEvent } from './events/output.ts'

/** As many bytes each event of output counts for at least: what one character makes of a trace is much more than it. */
export const LEAST_COUNTED = 16

/** What an agent printed, as a text that says what is missing. */
export function printedText({
  text,
  leftOut: bytes,
  tail = '',
}: Pick<OutputEvent, 'text' | 'leftOut' | 'tail'>): string {
  return bytes === undefined ? text : `${text}${leftOut(bytes, 'bytes')}${tail}`
}
