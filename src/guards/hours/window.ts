import { z } from 'zod'
import { type WallTime, WEEKDAYS } from './wall-clock.ts'

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "a time of day such as '22:00' is needed" })

/** Hours of some days of the week. Where it ends at an earlier time than it begins, it ends on the next day. */
export const window = z
  .strictObject({
    /** Days on which it begins. */
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .default([...WEEKDAYS]),
    from: clockTime,
    /** Exclusive. '24:00' is the end of the day. */
    to: z.union([z.literal('24:00'), clockTime]),
  })
  .refine(({ from, to }) => from !== to, { error: "from and to are the same time; a whole day is '00:00' to '24:00'" })

export type Window = z.output<typeof window>

/** Is a window open at what the clock on the wall shows? */
export function isWithin({ days, from, to }: Window, { weekday, minute }: WallTime): boolean {
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  const beganToday = days.includes(dayName(weekday))
  if (begin < end) return beganToday && begin <= minute && minute < end
  const beganYesterday = days.includes(dayName(weekday + 6))
  return (beganToday && begin <= minute) || (beganYesterday && minute < end)
}

/** 'mon 22:00-06:00', and without its days where it is every day. */
export function windowText({ days, from, to }: Window): string {
  const hours = `${from}-${to}`
  return days.length === WEEKDAYS.length ? hours : `${days.join(' ')} ${hours}`
}

export function timeText({ weekday, minute }: WallTime): string {
  return `${dayName(weekday)} ${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}`
}

/** Minutes since midnight, 0 to 1440. */
export function minutesOf(time: string): number {
  const [hours = Number.NaN, minutes = Number.NaN] = time.split(':').map(Number)
  return hours * 60 + minutes
}

function dayName(weekday: number): (typeof WEEKDAYS)[number] {
  return WEEKDAYS[weekday % 7] ?? 'sun'
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0')
}
