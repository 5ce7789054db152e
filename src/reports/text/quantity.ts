import type { RunHead } from '../../record/run.ts'

/** '0 ms', '350 ms', '12.4 s', '3 min 20 s', '2 h 5 min', '3 d 4 h'. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${Number((ms / 1_000).toFixed(1))} s`
  const seconds = Math.round(ms / 1_000)
  if (seconds < 3_600) return two(Math.floor(seconds / 60), 'min', seconds % 60, 's')
  const minutes = Math.round(seconds / 60)
  if (minutes < 1_440) return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
  const hours = Math.round(minutes / 60)
  return two(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`
}

/** A point in a trial, to the millisecond: '0:31.020', '2:05:00.000'. */
export function offset(ms: number): string {
  const whole = Math.max(0, Math.round(ms))
  const hours = Math.floor(whole / 3_600_000)
  const minutes = Math.floor(whole / 60_000) % 60
  const seconds = ((whole % 60_000) / 1_000).toFixed(3).padStart(6, '0')
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`
}

/** Dollars for people: '$12.50', '$0.0031', '$0.00', '$1,240.00'. */
export function dollars(usd: number): string {
  // Of much money, nobody asks for hundredths of a cent.
  if (usd >= 100) return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`
  return `$${usd.toFixed(4).replace(/0{1,2}$/, '')}`
}

/** What calls cost in a trial's world: nobody paid it. */
export function simulated(usd: number): string {
  return `${dollars(usd)} simulated`
}

/** A share for people: '80 %', '46.7 %', '0.4 %'. */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`
}

/** How long a run took, or that it has no end. */
export function tookText({ startedAt, finishedAt }: Pick<RunHead, 'startedAt' | 'finishedAt'>): string {
  return finishedAt === null ? 'unfinished' : duration(Date.parse(finishedAt) - Date.parse(startedAt))
}

/** '1 trial', '3 trials', '1,200 calls'. */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`
}

/** A gate's figure: whole, or at most 4 decimals. */
export function figure(value: number | null): string {
  return value === null ? 'none' : String(Number(value.toFixed(4)))
}

/** At most `length` characters, the last one '…' where something is missing. */
export function shorten(text: string, length: number): string {
  const signs = [...text.slice(0, length * 2 + 2)]
  return signs.length <= length ? signs.join('') : `${signs.slice(0, Math.max(0, length - 1)).join('')}…`
}
