import type { TrialFacts } from '../record/facts.ts'
import type { Allowed } from '../scenario/define.ts'
import { type Evidence, eventsOf } from '../trace/evidence.ts'

/** What the ways out are called, and which member of a scenario's `allow` allows them. */
const WAYS = {
  'child-process': { name: 'a child process', allow: 'childProcesses' },
  'worker-thread': { name: 'a worker thread', allow: 'workerThreads' },
  'native-code': { name: 'native code', allow: 'nativeCode' },
  dns: { name: 'a look-up of a name', allow: 'lookups' },
  // Whom it trusts it would tell what nobody hears: no scenario can allow that.
  certificate: { name: 'a client that trusts certificates of its own', allow: undefined },
  'tool-elsewhere': { name: 'a tool whose call never came here', allow: undefined },
} as const satisfies Record<string, { name: string; allow: keyof Allowed | undefined }>

/** The ways out that a trial used, that nobody watched and that its scenario does not allow; each once. */
export function unwatchedWays(events: Evidence['events'], allow: Partial<Allowed>): TrialFacts['unwatched'] {
  const ways = eventsOf(events, 'uncovered').flatMap(({ what, detail }): [string, string][] => {
    // Its trial was disturbed, and ran again.
    if (what === 'earlier-trial') return []
    if (what === 'own-process') return [['a process of its own', detail]]
    const { name, allow: by } = WAYS[what]
    if (by && allow[by]) return []
    return [[detail === '' ? name : `${name} (${detail})`, '']]
  })
  return [...new Map(ways)].map(([way, next]) => ({ way, next }))
}
