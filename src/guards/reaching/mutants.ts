import type { Mutant } from '../mutant.ts'

/** What of the parameters is mutated. */
interface Endpoints {
  onNew: 'alert' | 'deny'
  known: string | string[]
  accepted: string[]
}

export function endpointMutants<P extends Endpoints>(params: P): Mutant<P>[] {
  const { onNew, known, accepted } = params
  const names = [...[known].flat(), ...accepted]
  const places = [...new Set(names.map((name) => name.split(' ', 1)[0] ?? ''))]
  const partly = places.filter((place) => place !== '' && !place.includes('*') && !names.includes(`${place} *`))
  return [
    ...(onNew === 'deny' ? [onlyTells(params)] : [tellsNobody as Mutant<P>]),
    ...partly.map((place) => ({
      name: `all-of-${place.replaceAll(/[^\w.-]+/g, '-')}`,
      describe: `everything of ${place} is known`,
      wanted: `no trial reaches something of ${place} that nobody accepted: add an agent that explores`,
      params: { ...params, known: [...[known].flat(), `${place} *`] },
      shows: 'asked' as const,
    })),
  ]
}

function onlyTells<P extends Endpoints>(params: P): Mutant<P> {
  return {
    name: 'only-tells',
    describe: 'it tells of what is new, and lets it pass',
    wanted: 'no trial reaches something that nobody accepted and that the world has: add an agent that explores',
    params: { ...params, onNew: 'alert' },
  }
}

const tellsNobody: Mutant<never> = {
  name: 'tells-nobody',
  describe: 'it tells nobody of what is new',
  wanted: 'no trial reaches something that nobody accepted: add an agent that explores',
  behaviour: (begin, context) => begin({ ...context, alert: () => {} }),
  shows: 'asked',
}
