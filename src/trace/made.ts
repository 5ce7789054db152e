import type { Json } from '../kernel/json.ts'
import type { Skip } from '../kernel/match-json.ts'
import type { EventOf } from './event.ts'
import type { CallRecord } from './events/call.ts'
import type { EffectEvent } from './events/effect.ts'
import type { Evidence } from './evidence.ts'
import { steadyText } from './steady.ts'
import { isVolatileHeader, readVolatile, type Volatile } from './volatile.ts'

/** How an effect came about. */
export interface Making {
  /** The calls that made it. */
  calls: readonly Pick<CallRecord, 'channel' | 'target' | 'input'>[]
  /** When the first of them was proposed, and when the change was there, in ms of the trial's clock. */
  from: number
  to: number
}

type Imaged = Pick<EffectEvent, 'collection' | 'before' | 'after'>

/**
 * What to leave out of the image of an effect: what the scenario calls volatile, and what the world put in by itself: the
 * moment of the change, and the value of a header that tells one try from the next. What the agent said as an argument is
 * never that, whatever it is called.
 */
export function skipIn(change: Imaged, making: Making, volatile: Volatile): Skip {
  const named = volatile.member(change.collection)
  const own = ownMembers(change.after ?? change.before ?? null, making, volatile)
  return own.size === 0 ? named : (name, above) => (above === undefined && own.has(name)) || named(name, above)
}

/** Finds what to leave out of the effects of a trial. */
export function skipsIn({
  calls,
  volatile,
}: Pick<Evidence, 'calls' | 'volatile'>): (effect: EventOf<'effect'>) => Skip {
  const stories = new Map(calls.map((story) => [story.call.id, story]))
  const known = readVolatile(volatile)
  return (effect) => {
    const makers = effect.calls.flatMap((id) => stories.get(id) ?? [])
    const from = Math.min(effect.at, ...makers.map(({ proposed }) => proposed.at))
    return skipIn(effect, { calls: makers.map(({ call }) => call), from, to: effect.at }, known)
  }
}

function ownMembers(image: Json, making: Making, volatile: Volatile): Set<string> {
  if (image === null || typeof image !== 'object' || Array.isArray(image)) return new Set()
  const keys = new Set(making.calls.flatMap(triesOf))
  const own = Object.entries(image).filter(
    ([, value]) => (typeof value === 'string' && keys.has(value)) || isMomentOf(making, value),
  )
  if (own.length === 0) return new Set()
  const said = making.calls.map((call) => steadyText(call.input, volatile.input(call))).join('\n')
  return new Set(own.filter(([, value]) => !said.includes(String(value))).map(([name]) => name))
}

/** The values of the headers that tell one try from the next. */
function triesOf({ channel, input }: Pick<CallRecord, 'channel' | 'input'>): Json[] {
  const headers = channel === 'http' ? (input as { headers?: unknown } | null)?.headers : undefined
  if (typeof headers !== 'object' || headers === null) return []
  return Object.entries(headers as Record<string, Json>).flatMap(([name, value]) =>
    isVolatileHeader(name) && value !== '' ? [value] : [],
  )
}

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(\.\d+)?)?) ?(Z|[+-]\d\d(?::?\d\d)?)?$/

/** Is the value a moment between the call and its effect, to the precision that it is written with? */
function isMomentOf({ from, to }: Making, value: Json): boolean {
  const moment = typeof value === 'number' ? readNumber(value) : typeof value === 'string' ? readText(value) : undefined
  if (!moment) return false
  const { ms, precision } = moment
  return ms >= Math.floor(from / precision) * precision && ms <= to
}

function readNumber(value: number): { ms: number; precision: number } | undefined {
  if (!Number.isInteger(value)) return undefined
  if (value >= 1e12 && value < 1e13) return { ms: value, precision: 1 }
  return value >= 1e9 && value < 1e10 ? { ms: value * 1_000, precision: 1_000 } : undefined
}

/** A moment without a zone is one of UTC, in which worlds live. */
function readText(text: string): { ms: number; precision: number } | undefined {
  if (text.length > 40) return undefined
  const [, day, time = '', fraction, zone = 'Z'] = ISO.exec(text) ?? []
  if (day === undefined) return undefined
  const ms = Date.parse(`${day}T${time}${/^[+-]\d\d$/.test(zone) ? `${zone}:00` : zone}`)
  if (Number.isNaN(ms)) return undefined
  return { ms, precision: fraction ? 1 : time.length > 5 ? 1_000 : 60_000 }
}
