import type { Flat } from './schemas.ts'
import type { Making } from './strings.ts'

const MOST = 2 ** 31 - 1

/** A number as a schema has it. A whole one named like a time is one: seconds since 1970. */
export function makeNumber(flat: Flat, whole: boolean, { name, random, now }: Making): number {
  const step = stepOf(flat, whole)
  const least = Math.ceil((lowest(flat, step) - 1e-9) / step)
  const most = Math.floor((highest(flat, step) + 1e-9) / step)
  if (whole && isTime(name, flat)) {
    const seconds = Math.floor(now / 1000) - random.int(2_592_000)
    if (seconds % step === 0 && seconds >= least * step && seconds <= most * step) return seconds
  }
  if (most < least) return tidy(least * step)
  const [from, to] = usual(least, most)
  return tidy((from + random.int(Math.min(to - from + 1, MOST))) * step)
}

function isTime(name: string, { format }: Flat): boolean {
  return (
    format === 'unix-time' ||
    /^(created|updated|modified|date|timestamp|ts)$|_at$|[a-z](At|Date|Time)$|(^|_)(time|date|expires|expiry)$/.test(
      name,
    )
  )
}

function stepOf({ multipleOf }: Flat, whole: boolean): number {
  if (typeof multipleOf !== 'number' || !(multipleOf > 0)) return whole ? 1 : 0.01
  return whole && !Number.isInteger(multipleOf) ? 1 : multipleOf
}

function lowest({ minimum, exclusiveMinimum }: Flat, step: number): number {
  const bounds = [minimum, typeof exclusiveMinimum === 'number' ? exclusiveMinimum + step : undefined]
  return Math.max(-MOST, ...bounds.filter((bound) => typeof bound === 'number'))
}

function highest({ maximum, exclusiveMaximum }: Flat, step: number): number {
  const bounds = [maximum, typeof exclusiveMaximum === 'number' ? exclusiveMaximum - step : undefined]
  return Math.min(MOST * 4_096, ...bounds.filter((bound) => typeof bound === 'number'))
}

/** From 1 to 1,000 where that is allowed. */
function usual(least: number, most: number): [from: number, to: number] {
  const from = Math.max(least, Math.min(1, most))
  return [from, Math.max(from, Math.min(most, from + 999))]
}

/** 0.1 + 0.2 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(15))
}
