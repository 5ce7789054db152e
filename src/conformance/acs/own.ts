import type { Decision, SeatedGuard } from '../../boundary/decision.ts'
import { canonical } from '../../kernel/json.ts'
import type { TraceEvent } from '../../trace/event.ts'
import type { AcsFound } from './found.ts'
import { type MakeSeam, openStand, type Stand } from './stand.ts'

// Cases of mettle's own after three ideas of the Agent Control Standard v0.1.0 of OWASP: what stands where a decision fails, what is left of a
// decision for whoever looks later, and what comes before what.

interface OwnCase {
  id: string
  title: string
  guards: readonly SeatedGuard[]
  /** Says what is wrong. Undefined: nothing. */
  look(stand: Stand): string | undefined
}

const ARGS = { to: 'alice', amount: 10 }
const NEVER_MS = 120_000

const guard = (name: string, decide: () => Decision | Promise<Decision>): SeatedGuard => ({
  name,
  mode: 'enforce',
  decide,
})
const allows = guard('allows', () => ({ kind: 'allow', reason: 'fine' }))
const denies = guard('denies', () => ({ kind: 'deny', reason: 'not today' }))
const holds = guard('holds', () => ({
  ...{ kind: 'hold', reason: 'a person decides', timeoutMs: 1_000 },
  resolve: ({ kind }) => (kind === 'approved' ? { kind: 'allow', reason: '' } : { kind: 'deny', reason: kind }),
}))
const says = (word: unknown) => guard('says', () => word as Decision)

const nothingRan = ({ ran }: Stand) => (ran.length > 0 ? 'it ran' : undefined)
const ranOnce = ({ ran }: Stand) => (ran.length === 1 ? undefined : `it ran ${ran.length} times`)
const decisionsOf = ({ events }: Stand) => events.flatMap((event) => (event.type === 'decision' ? [event] : []))
const at = ({ events }: Stand, type: TraceEvent['type']) => events.findIndex((event) => event.type === type)
/** Whoever failed is named, and a failure is told from a no. */
const blamed = (name: string) => (stand: Stand) => {
  const told = stand.events.some((event) => event.type === 'harness-fault' && event.where === `guard ${name}`)
  return nothingRan(stand) ?? (told ? undefined : `nobody is told that ${name} failed`)
}

/** A receipt for each guard that was asked, with its word, before anything ran. */
const receipts =
  (...words: string[]) =>
  (stand: Stand) => {
    const found = decisionsOf(stand).map((one) => `${one.guard} ${one.decision}`)
    if (canonical(found) !== canonical(words)) return `the receipts are: ${found.join(', ') || 'none'}`
    const [ran, decided] = [at(stand, 'executed'), stand.events.findLastIndex(({ type }) => type === 'decision')]
    return ran >= 0 && ran < decided ? 'it ran before it was decided on' : undefined
  }

const inTurn =
  (...looks: ((stand: Stand) => string | undefined)[]) =>
  (stand: Stand) =>
    looks.map((look) => look(stand)).find((wrong) => wrong !== undefined)

/** The receipt names the call, and the call is kept as it ran. */
const bound = (stand: Stand) => {
  const [call] = stand.events.flatMap((event) => (event.type === 'call' ? [event.call] : []))
  const isSame = call && canonical(call.input) === canonical(stand.ran[0]?.args ?? ARGS)
  if (!call || !isSame) return 'the call is not on record as it ran'
  return decisionsOf(stand).every((one) => one.call === call.id) ? undefined : 'a receipt is for another call'
}

const failing: OwnCase[] = [
  {
    id: 'default-throws',
    title: 'a guard that throws stands for a no, and is named',
    guards: [
      allows,
      guard('fails', () => {
        throw new Error('crashed')
      }),
    ],
    look: blamed('fails'),
  },
  {
    id: 'default-rejects',
    title: 'a guard that fails later stands for a no, and is named',
    guards: [guard('fails', async () => Promise.reject(new Error('crashed'))), allows],
    look: blamed('fails'),
  },
  {
    id: 'default-silent',
    title: 'a guard that never answers stands for a no, and is named',
    guards: [guard('fails', () => new Promise(() => {}))],
    look: blamed('fails'),
  },
  ...[undefined, null, {}, true, 'allow', { kind: 'ALLOW' }, { decision: 'allow' }, { kind: 'maybe' }].map(
    (word, index): OwnCase => ({
      id: `default-word-${index + 1}`,
      title: `${JSON.stringify(word) ?? 'undefined'} is no decision, and stands for a no`,
      guards: [says(word)],
      look: blamed('says'),
    }),
  ),
  {
    id: 'default-nobody',
    title: 'what waits for a person whom nobody is stands for a no',
    guards: [holds],
    look: nothingRan,
  },
]

const kept: OwnCase[] = [
  {
    id: 'receipt-allow',
    title: 'each guard that let a call pass is on record, before it ran',
    guards: [allows, guard('too', allows.decide as () => Decision)],
    look: inTurn(ranOnce, receipts('allows allow', 'too allow'), bound),
  },
  {
    id: 'receipt-deny',
    title: 'a refusal is on record with its reason',
    guards: [denies],
    look: inTurn(nothingRan, receipts('denies deny'), bound, (stand) =>
      decisionsOf(stand)[0]?.reason === 'not today' ? undefined : 'its reason is lost',
    ),
  },
  {
    id: 'receipt-each',
    title: 'a guard that would allow what another refuses is on record as well',
    guards: [allows, denies],
    look: inTurn(nothingRan, receipts('allows allow', 'denies deny')),
  },
]

const ordered: OwnCase[] = [
  { id: 'order-deny-first', title: 'a no before a yes stands', guards: [denies, allows], look: nothingRan },
  { id: 'order-deny-last', title: 'a no behind a yes stands', guards: [allows, denies], look: nothingRan },
  {
    id: 'order-deny-behind-hold',
    title: 'nobody is asked about what another guard refuses',
    guards: [holds, denies],
    look: inTurn(nothingRan, (stand) => (at(stand, 'approval') >= 0 ? 'a person was asked' : undefined)),
  },
  { id: 'order-once', title: 'what all allow runs once', guards: [allows], look: ranOnce },
]

export const ownCases: readonly OwnCase[] = [...failing, ...kept, ...ordered]

export async function playOwn({ id, title, guards, look }: OwnCase, makeSeam?: MakeSeam): Promise<AcsFound> {
  const stand = openStand({ guards, ...(makeSeam && { makeSeam }) })
  const crossed = stand.call('pay', ARGS)
  await stand.clock.advance(NEVER_MS)
  await crossed
  const wrong = look(stand)
  return { id, title, outcome: wrong === undefined ? 'held' : 'differs', why: wrong ?? 'as it should be', unlooked: [] }
}
