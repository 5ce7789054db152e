import type { Spoken } from '../boundary/spoken.ts'
import type { ChangedTurn, Turn } from '../trace/turn.ts'
import type { Fault } from './define.ts'
import { retell } from './replies/retell.ts'

/**
 * How a fault acts by which a model misbehaves: the turn is another one.
 * @param change What the model says in its place; undefined where there is nothing to change.
 * @param says Its symptom, from what was different about the turn that the client got.
 */
export function changingTurn<P>(
  change: (spoken: Spoken, params: P) => Turn | undefined,
  says: (changed: ChangedTurn, params: P) => string | undefined,
): Pick<Fault<P>, 'channels' | 'terminal' | 'inject' | 'symptom'> {
  return {
    channels: ['model'],
    terminal: false,
    inject:
      (params) =>
      async (_call, next, { signal }) =>
        retell(await next(), signal, (spoken) => change(spoken, params)),
    symptom: ({ executed, delivered }, params) =>
      executed && delivered?.turn ? says(delivered.turn, params) : undefined,
  }
}

/** What a turn that says something else has of the one whose place it takes: the same model says it. */
export function speakerOf({ model }: Turn): Turn {
  return model === undefined ? {} : { model }
}
