import type { Mutant } from '../mutant.ts'
import { scopeMutants } from '../mutating/scope.ts'
import { silenceIsYes } from '../mutating/silence.ts'
import { WEEKDAYS } from './wall-clock.ts'
import { minutesOf, type Window, windowText } from './window.ts'

/** What of the parameters is mutated. */
interface Hours {
  windows: Window[]
  zone: string
  on: string | string[]
  maxRuntimeMs?: number | undefined
}

export function windowMutants<P extends Hours>(params: P): Mutant<P>[] {
  const { windows, maxRuntimeMs } = params
  return [
    alwaysOpen(params),
    ...windows.flatMap((window, index) => edgeMutants(params, window, index)),
    ...(windows.some(({ days }) => days.length < WEEKDAYS.length) ? [everyDay(params)] : []),
    ...(params.zone === 'UTC' ? [] : [otherZone(params)]),
    ...(maxRuntimeMs === undefined ? [] : [longerRuntime(params, maxRuntimeMs), silenceIsYes]),
    ...scopeMutants(params),
  ]
}

function alwaysOpen<P extends Hours>(params: P): Mutant<P> {
  return {
    name: 'always-open',
    describe: `it is open the whole week in place of ${params.windows.map(windowText).join(', ')}`,
    wanted:
      'no trial tries a write outside the windows: add a variant that starts there, or an agent that waits until then',
    params: { ...params, windows: [{ days: [...WEEKDAYS], from: '00:00', to: '24:00' }] },
  }
}

/** An hour and a minute more, at the end and at the beginning. */
function edgeMutants<P extends Hours>(params: P, window: Window, index: number): Mutant<P>[] {
  const place = params.windows.length > 1 ? `-${index + 1}` : ''
  const edges = [
    { name: 'closes-an-hour-late', edge: 'to', by: 60 },
    { name: 'closes-a-minute-late', edge: 'to', by: 1 },
    { name: 'opens-an-hour-early', edge: 'from', by: -60 },
    { name: 'opens-a-minute-early', edge: 'from', by: -1 },
  ] as const
  return edges.flatMap(({ name, edge, by }) => {
    const moved = moveTime(window[edge], by)
    const other = { ...window, [edge]: moved }
    if (moved === undefined || other.from === other.to) return []
    const [from, to] = by > 0 ? [window.to, moved] : [moved, window.from]
    return [
      {
        name: `${name}${place}`,
        describe: `the window ${windowText(window)} is ${windowText(other)}`,
        wanted: `no trial tries a write from ${from} to ${to} (${params.zone}): add a variant whose clock starts there, or a fault that keeps a write until then`,
        params: { ...params, windows: params.windows.with(index, other) },
      },
    ]
  })
}

/** Undefined where it would be another day. */
function moveTime(time: string, by: number): string | undefined {
  const minutes = minutesOf(time) + by
  if (minutes < 0 || minutes > 1440) return undefined
  const two = (count: number) => String(count).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

function everyDay<P extends Hours>(params: P): Mutant<P> {
  return {
    name: 'every-day',
    describe: 'its windows open on every day of the week',
    wanted: 'no trial tries a write at the right time of a wrong day: add a variant whose clock starts there',
    params: { ...params, windows: params.windows.map((window) => ({ ...window, days: [...WEEKDAYS] })) },
  }
}

function otherZone<P extends Hours>(params: P): Mutant<P> {
  return {
    name: 'other-zone',
    describe: `it goes by the clocks of UTC in place of ${params.zone}`,
    wanted: `no trial tries a write at a time that is outside the windows in ${params.zone} and inside them in UTC: add a variant whose clock starts there`,
    params: { ...params, zone: 'UTC' },
  }
}

function longerRuntime<P extends Hours>(params: P, maxRuntimeMs: number): Mutant<P> {
  return {
    name: 'runtime-x10',
    describe: `the agent may run for ${maxRuntimeMs * 10} ms in place of ${maxRuntimeMs}`,
    wanted: `no trial acts after more than ${maxRuntimeMs} ms without somebody who renews its runtime: add an agent or faults that take as long`,
    params: { ...params, maxRuntimeMs: maxRuntimeMs * 10 },
  }
}
