import { expect, test } from 'vitest'
import { unwatchedWays } from '../../src/judging/unwatched.ts'
import type { Recorded } from '../../src/trace/event.ts'
import type { UncoveredEvent } from '../../src/trace/events/uncovered.ts'

const ways = (what: UncoveredEvent['what'], detail: string, allow = {}) => {
  const event: Recorded<UncoveredEvent> = { seq: 1, at: 0, type: 'uncovered', what, detail }
  return unwatchedWays([event, { ...event, seq: 2 }], allow)
}
const ALL = { childProcesses: true, workerThreads: true, nativeCode: true, lookups: true }

test('a way out that nobody watched is told once, unless its scenario allows it', () => {
  expect(ways('child-process', '/bin/true')).toEqual([{ way: 'a child process (/bin/true)', next: '' }])
  expect(ways('child-process', '/bin/true', ALL)).toEqual([])
  expect(ways('earlier-trial', 'https://payments.test/')).toEqual([])
})

test('a process that nobody watches is told with what can be done', () => {
  const [told] = ways('own-process', 'bubblewrap is not installed. Install it, or accept it', ALL)
  expect(told?.way).toContain('process')
  expect(told?.next).toContain('Install it')
})

test('no scenario allows a client that does not take the certificate of a host', () => {
  const detail = 'payments.test:443: tlsv1 alert unknown ca'
  expect(ways('certificate', detail, ALL)).toEqual([
    { way: `a client that trusts certificates of its own (${detail})`, next: '' },
  ])
})
