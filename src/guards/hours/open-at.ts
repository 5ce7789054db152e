import { WEEKDAYS } from './wall-clock.ts'
import { minutesOf, type Window } from './window.ts'

const { DateTimeFormat } = Intl

const DAY = 1_440
const WEEK = 10_080

/**
 * Is one of the windows open at a moment, ms since 1970? The oracle's own way to tell: from the zone's offset to UTC and
 * minutes of the week, where the guard reads what a clock on the wall shows. False where there is no such zone.
 */
export function isOpenAt(windows: readonly Window[], zone: string, at: number): boolean {
  const offset = offsetSeconds(zone, at)
  if (offset === undefined) return false
  // 1 January 1970 was a Thursday; a week begins on Sunday at 00:00.
  const minute = modulo(Math.floor((at / 1_000 + offset) / 60) + 4 * DAY, WEEK)
  return windows.flatMap(spansOf).some(({ begin, length }) => modulo(minute - begin, WEEK) < length)
}

/** One span for each day on which the window begins, in minutes of the week. */
function spansOf({ days, from, to }: Window): { begin: number; length: number }[] {
  const length = modulo(minutesOf(to) - minutesOf(from), DAY) || DAY
  return days.map((day) => ({ begin: WEEKDAYS.indexOf(day) * DAY + minutesOf(from), length }))
}

/** How far the clocks of a zone are ahead of UTC, from names such as 'GMT+02:00'. */
function offsetSeconds(zone: string, at: number): number | undefined {
  try {
    const format = new DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const found = /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name)
    if (!found) return undefined
    const [, sign, hours = '0', minutes = '0', seconds = '0'] = found
    return (sign === '-' ? -1 : 1) * (Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds))
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined
    throw thrown
  }
}

function modulo(value: number, by: number): number {
  return ((value % by) + by) % by
}
