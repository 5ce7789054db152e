/** The agents of agents/clients.ts, and the variant that each is about. */
export const cases = {
  asksOnce: 'calm',
  waitsLong: 'slow',
  losesPatience: 'slow',
  tellsTime: 'calm',
  holdsOpen: 'calm',
  races: 'calm',
  leavesRunning: 'calm',
  neverAwaits: 'calm',
  leavesOpen: 'calm',
  floods: 'calm',
  exitsWithin: 'calm',
  exitsBehind: 'calm',
  killsWithin: 'calm',
  locksItself: 'calm',
  knocks: 'calm',
} as const
