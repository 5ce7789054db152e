/** What a clock on the wall shows. */
export interface WallTime {
  /** 0 is Sunday. */
  weekday: number
  /** Minutes since midnight, 0 to 1439. */
  minute: number
}

/** Reads the time of one zone off a moment, ms since 1970. */
export type WallClock = (at: number) => WallTime

// Held here, before any agent code loads.
const { DateTimeFormat } = Intl

/** In the order of their numbers. */
export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

// A formatter costs a hundred times what it does.
const clocks = new Map<string, WallClock>()

/** The clock of a zone such as 'Europe/Berlin'; undefined where there is no such zone. */
export function wallClock(zone: string): WallClock | undefined {
  const known = clocks.get(zone)
  if (known) return known
  try {
    const clock = readerOf(zone)
    clocks.set(zone, clock)
    return clock
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined
    throw thrown
  }
}

function readerOf(zone: string): WallClock {
  const shown = { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const format = new DateTimeFormat('en-US', { timeZone: zone, ...shown })
  return (at) => {
    const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]))
    const weekday = WEEKDAYS.indexOf(String(parts.get('weekday')).toLowerCase() as (typeof WEEKDAYS)[number])
    return { weekday, minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')) }
  }
}
