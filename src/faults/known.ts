import type { KnownFault } from '../record/known-fault.ts'
import { type Fault, isTerminal } from './define.ts'

/**
 * Faults as far as they say which calls they concern: those that act on calls, or on what stands behind them. One of the user's
 * own may bear the name of one that ships: the first counts.
 */
export function knownFaults(faults: Iterable<Fault>): KnownFault[] {
  const known = new Map<string, KnownFault>()
  for (const fault of faults) {
    const { name, seat, channels, access, control, reply, opens } = fault
    if (seat === 'guard' || control || known.has(name)) continue
    const selective = seat === 'agent' || reply !== undefined || opens
    known.set(name, {
      ...{ name, channels: [...channels] },
      ...(access && { access }),
      known: whatIsKnown(fault),
      ...(selective && { selective: true as const }),
    })
  }
  return [...known.values()]
}

function whatIsKnown(fault: Fault): KnownFault['known'] {
  if (fault.unheard) return 'unheard'
  if (!fault.detectable) return 'never'
  const defaults = fault.params.safeParse({})
  return (defaults.success ? isTerminal(fault, defaults.data) : fault.terminal) ? 'before' : 'after'
}
