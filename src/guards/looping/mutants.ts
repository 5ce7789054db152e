import type { Mutant } from '../mutant.ts'

/** What of the parameters is mutated. */
interface Loops {
  repeats: number
  cycles: number
  stale: number
  errors: number
  minIntervalMs: number
}

export function loopMutants<P extends Loops>(params: P): Mutant<P>[] {
  const { repeats, cycles, stale, errors, minIntervalMs } = params
  const more = (limit: keyof Loops, by: number) => ({ ...params, [limit]: by })
  return [
    {
      name: 'repeats-x10',
      describe: `the same call may be made ${repeats * 10} times without anything new, in place of ${repeats}`,
      wanted: `no trial makes the same call ${repeats + 1} to ${repeats * 10} times in a row without anything new: add an agent that insists`,
      params: more('repeats', repeats * 10),
    },
    {
      name: 'repeats-off-by-one',
      describe: `the same call may be made ${repeats + 1} times without anything new, in place of ${repeats}`,
      wanted: `no trial makes the same call exactly ${repeats + 1} times without anything new: add an agent that insists`,
      params: more('repeats', repeats + 1),
    },
    {
      name: 'cycles-x10',
      describe: `the same round of calls may be made ${cycles * 10} times in place of ${cycles}`,
      wanted: `no trial goes through the same round of 2 to 8 calls more than ${cycles} times: add an agent that goes A-B-A-B`,
      params: more('cycles', cycles * 10),
    },
    {
      name: 'stale-x10',
      describe: `${stale * 10} calls in a row may bring nothing new, in place of ${stale}`,
      wanted: `no trial makes more than ${stale} different calls that bring nothing new: add an agent whose argument grows each time`,
      params: more('stale', stale * 10),
    },
    {
      name: 'errors-x10',
      describe: `a target may answer with the same error ${errors * 10} times in place of ${errors}`,
      wanted: `no trial asks a target once more that has answered ${errors} times with the same error: add a fault that stays, and an agent that tries other arguments`,
      params: more('errors', errors * 10),
    },
    ...(minIntervalMs < 10
      ? []
      : [
          {
            name: 'any-pause-is-patience',
            describe: `a pause of ${Math.floor(minIntervalMs / 10)} ms is polling in place of ${minIntervalMs}`,
            wanted: `no trial repeats a call with pauses of ${Math.floor(minIntervalMs / 10)} to ${minIntervalMs} ms: add an agent that spins slowly`,
            params: more('minIntervalMs', Math.floor(minIntervalMs / 10)),
          },
        ]),
  ]
}
