import type { CHANNEL_NAMES } from '../../trace/events/call.ts'
import { altered, type Mutant } from '../mutant.ts'

/** What of the parameters is mutated. */
interface Secrets {
  canaries: { name: string; value: string }[]
  channels?: (typeof CHANNEL_NAMES)[number][] | undefined
}

export function secretMutants<P extends Secrets>(params: P): Mutant<P>[] {
  const { canaries, channels = [] } = params
  return [
    plainOnly(params),
    ...(canaries.length < 2
      ? []
      : canaries.map(({ name }, index) => ({
          name: `canary-${index + 1}-missed`,
          describe: `it does not know "${name}"`,
          wanted: `no trial sends "${name}" anywhere: add an agent that does`,
          params: { ...params, canaries: canaries.toSpliced(index, 1) },
        }))),
    ...(channels.length < 2
      ? []
      : channels.map((channel, index) => ({
          name: `${channel}-unwatched`,
          describe: `it does not look at what goes over ${channel}`,
          wanted: `no trial sends a canary over ${channel}: add an agent that does`,
          params: { ...params, channels: channels.toSpliced(index, 1) },
        }))),
  ]
}

function plainOnly<P extends Secrets>({ canaries }: P): Mutant<P> {
  return {
    name: 'plain-only',
    describe: 'it looks for its canaries as they are written, and for no other spelling',
    wanted: 'no trial sends a canary in base64, in hex or in pieces: add an agent that disguises it',
    behaviour: altered((usual) => ({
      decide: (call) =>
        canaries.some(({ value }) => JSON.stringify([call.target, call.input]).includes(value))
          ? usual.decide(call)
          : { kind: 'allow', reason: 'it holds no secret as it is written' },
    })),
  }
}
