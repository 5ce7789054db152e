import { executing } from '../../boundary/current.ts'
import { type OwnCode, ownInPlace } from '../../boundary/own-code.ts'
import type { Reply } from '../../boundary/reply.ts'
import type { Door } from '../../boundary/seam.ts'
import type { Probe } from '../../guards/probe.ts'
import type { Stage } from '../../stage/stage.ts'
import { proposalOf } from './proposal.ts'

/**
 * Sends the calls by which the guard of a stage shows that it is there, through its seam, twice: what was refused once is refused again.
 * What runs has an effect. Resolves with what was done, for people.
 */
export async function probeStage({ scenario, seam, clock, signal }: Stage, own: OwnCode = ownInPlace): Promise<string> {
  const [use] = scenario.guards
  if (!use) return 'there is no guard'
  const { guard, params } = use
  const probe = own(`guard ${guard.name}`, () => guard.probe?.(params, clock.now()))
  if (!probe) return `${guard.name} says of no call that it must refuse it`
  const wait = (probe.at ?? 0) - clock.now()
  if (wait > 0) await clock.sleep(wait, signal)
  for (let round = 0; round < 2 && !signal.aborted; round++) await send(probe, seam)
  return `sent ${probe.calls.length} calls, twice`
}

async function send({ calls, together }: Probe, seam: Stage['seam']): Promise<void> {
  const { promise: allSent, resolve: release } = Promise.withResolvers<void>()
  const door = doorOf(together ? allSent : undefined)
  const sent: Promise<unknown>[] = []
  for (const call of calls) {
    const crossing = seam.cross(proposalOf(call), door)
    sent.push(crossing)
    if (!together) await crossing
  }
  release()
  await Promise.all(sent)
}

/** A world in which something comes of every call. */
function doorOf(until: Promise<void> | undefined): Door<Reply> {
  return {
    execute: async ({ id, input }) => {
      executing.getStore()?.effect({ collection: 'probe.effects', op: 'create', id, after: input })
      await until
      return { kind: 'ok', output: { content: { done: id } } }
    },
    read: () => ({}),
    render: (reply) => {
      const give = () => reply
      if (reply.kind === 'broken') return { seen: { outcome: 'broken', how: reply.how }, give }
      return { seen: { outcome: reply.kind }, give }
    },
  }
}
