import { cutMiddle } from '../kernel/head-and-tail.ts'
import type { Proposal } from './call.ts'

/** How long what names a call may be, in characters, and how many things it may stand for. */
const [LONGEST, MOST] = [8_192, 10_000]

/**
 * A proposal whose names fit into traces, records and patterns. What an agent calls by more than that is kept in part and makes it
 * malformed: no guard can tell what the rest would have said.
 */
export function withBoundedNames(proposal: Proposal): Proposal {
  const { target, principal, origin = '', reason = '', covers = [], about = [] } = proposal
  const members = about.flatMap(({ collection, id }) => [collection, id])
  const names = [target, principal, origin, ...covers, ...members]
  const longest = names.reduce((most, { length }) => Math.max(most, length), 0)
  const count = Math.max(covers.length, about.length)
  if (longest <= LONGEST && count <= MOST && reason.length <= LONGEST) return proposal
  const cut = (text: string) => cutMiddle(text, LONGEST)
  const malformed = longest > LONGEST ? `a name of ${longest} characters` : `${count} things at once`
  return {
    ...proposal,
    target: cut(target),
    principal: cut(principal),
    ...(proposal.origin !== undefined && { origin: cut(origin) }),
    ...(proposal.reason !== undefined && { reason: cut(reason) }),
    ...(proposal.covers && { covers: covers.slice(0, MOST).map(cut) }),
    ...(proposal.about && {
      about: about.slice(0, MOST).map(({ collection, id }) => ({ collection: cut(collection), id: cut(id) })),
    }),
    // A reason is the agent's own word, and decides nothing.
    ...((longest > LONGEST || count > MOST) && { malformed: proposal.malformed ?? malformed }),
  }
}
