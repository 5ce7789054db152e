import type { Proposal } from '../../boundary/call.ts'
import { NOWHERE, type ProbeCall } from '../../guards/probe.ts'

/** A call of a probe as it is proposed. */
export function proposalOf(call: ProbeCall): Proposal {
  const outline = {
    channel: 'tool',
    target: NOWHERE,
    input: {},
    access: 'write',
    principal: 'probe',
    items: 1,
  } as const
  return { ...outline, ...call, signal: new AbortController().signal }
}
