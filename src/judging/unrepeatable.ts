import { type Evidence, eventsOf } from '../trace/evidence.ts'

const WAYS = {
  'child-process': 'a child process has a clock and chance of its own',
  'worker-thread': 'a worker thread has a clock and chance of its own',
  'native-code': 'native code draws its own time and chance',
  dns: 'a look-up of a name depends on the network',
  'own-process': 'an agent in a process of its own has a clock and chance of its own',
  'earlier-trial': 'an earlier trial acted in it',
  'tool-elsewhere': 'a tool was used that is not of this world',
  certificate: 'a client trusts certificates of its own',
} as const

/** Why the same seed may not give the same trial: what it touched that no seed holds, each once. Empty: it does. */
export function unrepeatable(events: Evidence['events']): string[] {
  const reasons = [
    ...eventsOf(events, 'real-time').map(({ what }) => `time followed the wall (${what})`),
    ...eventsOf(events, 'uncovered').map(({ what }) => WAYS[what]),
    ...eventsOf(events, 'unrepeatable').map(({ what }) => `no seed holds ${what}`),
  ]
  return [...new Set(reasons)]
}
