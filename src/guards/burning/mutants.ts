import type { Mutant } from '../mutant.ts'
import { scopeMutants } from '../mutating/scope.ts'
import { silenceIsYes } from '../mutating/silence.ts'
import type { BurnRateParams } from './params.ts'

export function burnMutants(params: BurnRateParams): Mutant<BurnRateParams>[] {
  const { paces, onFast } = params
  return [
    ...paces.flatMap((pace, index) => [
      {
        name: `pace-${index + 1}-x10`,
        describe: `too fast is ${pace.factor * 10} times the norm over ${pace.longMs} ms, in place of ${pace.factor}`,
        wanted: `no trial goes at ${pace.factor} to ${pace.factor * 10} times the norm for ${pace.longMs} ms: add an agent that does`,
        params: { ...params, paces: paces.with(index, { ...pace, factor: pace.factor * 10 }) },
      },
      ...(paces.length < 2
        ? []
        : [
            {
              name: `pace-${index + 1}-missed`,
              describe: `nobody minds ${pace.factor} times the norm over ${pace.longMs} ms`,
              wanted: `no trial goes at more than ${pace.factor} times the norm for ${pace.longMs} ms and at no other pace that is too fast: add an agent that does`,
              params: { ...params, paces: paces.toSpliced(index, 1) },
            },
          ]),
    ]),
    ...(onFast === 'hold' ? [silenceIsYes] : []),
    ...scopeMutants(params),
  ]
}
