import { altered, type Mutant } from '../mutant.ts'
import { scopeMutants } from '../mutating/scope.ts'

/** What of the parameters is mutated. */
interface Rate {
  limit?: number | undefined
  concurrent?: number | undefined
  spanMs: number
  countItems: boolean
  on: string | string[]
}

export function rateMutants<P extends Rate>(params: P): Mutant<P>[] {
  const { limit, concurrent, countItems } = params
  return [
    ...(limit === undefined ? [] : limitMutants(params, limit)),
    ...(limit !== undefined && countItems ? [callsForItems(params)] : []),
    ...(concurrent === undefined ? [] : concurrencyMutants(params, concurrent)),
    failuresAreFree,
    ...scopeMutants(params),
  ]
}

function limitMutants<P extends Rate>(params: P, limit: number): Mutant<P>[] {
  const { spanMs } = params
  const inSpan = `within ${spanMs} ms`
  return [
    {
      name: 'limit-x10',
      describe: `it lets ${limit * 10} pass ${inSpan} in place of ${limit}`,
      wanted: `no trial tries ${limit + 1} to ${limit * 10} ${inSpan}: add an agent that does`,
      params: { ...params, limit: limit * 10 },
    },
    {
      name: 'limit-off-by-one',
      describe: `it lets ${limit + 1} pass ${inSpan} in place of ${limit}`,
      wanted: `no trial tries exactly ${limit + 1} ${inSpan}: add an agent that does`,
      params: { ...params, limit: limit + 1 },
    },
    ...(spanMs < 2
      ? []
      : [
          {
            name: 'forgets-early',
            describe: `it forgets what ran more than ${Math.floor(spanMs / 2)} ms ago, in place of ${spanMs}`,
            wanted: `no trial spreads more than ${limit} over ${Math.floor(spanMs / 2)} to ${spanMs} ms: add an agent that pauses and goes on`,
            params: { ...params, spanMs: Math.floor(spanMs / 2) },
          },
        ]),
  ]
}

function callsForItems<P extends Rate>(params: P): Mutant<P> {
  return {
    name: 'calls-for-items',
    describe: 'a batch counts as one, whatever is in it',
    wanted: `no trial goes over the limit of ${params.limit} by what is in its batches, in few calls: add an agent that does`,
    params: { ...params, countItems: false },
  }
}

function concurrencyMutants<P extends Rate>(params: P, concurrent: number): Mutant<P>[] {
  return [
    {
      name: 'at-once-x10',
      describe: `${concurrent * 10} calls may be on their way at once in place of ${concurrent}`,
      wanted: `no trial has more than ${concurrent} calls on their way: add an agent that makes them together`,
      params: { ...params, concurrent: concurrent * 10 },
    },
    {
      name: 'at-once-off-by-one',
      describe: `${concurrent + 1} calls may be on their way at once in place of ${concurrent}`,
      wanted: `no trial tries exactly ${concurrent + 1} calls at once: add an agent that does`,
      params: { ...params, concurrent: concurrent + 1 },
    },
  ]
}

const failuresAreFree: Mutant<never> = {
  name: 'failures-are-free',
  describe: 'a call that came to an error does not count',
  wanted:
    'no trial goes over the limit by calls of which some failed: add a fault, and an agent that tries again and again',
  behaviour: altered((usual) => ({
    settle: (call, executed, effects) =>
      usual.settle?.(call, executed?.kind === 'ok' || effects.length > 0 ? executed : undefined, effects),
  })),
}
