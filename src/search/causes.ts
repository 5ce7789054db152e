import type { TrialRecord } from '../record/trial.ts'
import { contentDigest, imageOf } from '../trace/content.ts'
import { type CallStory, type Evidence, eventsOf } from '../trace/evidence.ts'
import { skipsIn } from '../trace/made.ts'
import type { Cause, Seen, Told } from './told.ts'

/** What a trial did to the world, to be held against another one. */
export interface Deeds {
  /** How many effects there are of each kind: 'create payments.refunds'. */
  kinds: ReadonlyMap<string, number>
  /** The contents of all effects, ids and times aside, in order of their digests. */
  contents: string
}

type Judged = Pick<
  TrialRecord,
  'reproducible' | 'id' | 'verdict' | 'reason' | 'scores' | 'guards' | 'faults' | 'replay'
>
type Shown = Pick<Evidence, 'calls' | 'effects' | 'events' | 'ended' | 'volatile'>

export function deedsOf(evidence: Pick<Evidence, 'calls' | 'effects' | 'volatile'>): Deeds {
  const skip = skipsIn(evidence)
  const kinds = new Map<string, number>()
  const contents = evidence.effects.map((effect) => {
    const kind = `${effect.op} ${effect.collection}`
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    return `${kind} ${contentDigest(imageOf(effect), undefined, { skip: skip(effect) })}`
  })
  return { kinds, contents: contents.sort().join('\n') }
}

/** What a trial tells a search. @param calm What the agent does without faults; undefined: this is the trial that shows it. */
export function toldOf(record: Judged, evidence: Shown, calm: Deeds | undefined): Told {
  const { id, verdict, reason, replay, faults, reproducible } = record
  return {
    ...{ id, verdict, reason, replay },
    causes: verdict === 'failed' ? causesOf(record, evidence, calm) : [],
    delivered: faults.map(({ state }) => state === 'delivered'),
    calls: evidence.calls.map(seenOf),
    ...(!reproducible && { unrepeatable: true as const }),
  }
}

function seenOf({ call, executed, delivered }: CallStory): Seen {
  const { channel, target, access, opens = false } = call
  return { channel, target, access, opens, executed: executed !== undefined, outcome: delivered?.outcome ?? '' }
}

/** In the order in which the verdict names them: harm first, then how it ended, then what was missed. */
function causesOf({ scores, guards }: Judged, evidence: Shown, calm: Deeds | undefined): Cause[] {
  const now = deedsOf(evidence)
  const how = against(now, calm ?? now)
  const at = (ids: readonly string[]) => evidence.calls.find(({ call }) => ids.includes(call.id))?.call.target ?? ''
  const open = guards.flatMap(({ name, under = [] }) =>
    under
      .filter(({ outcome }) => outcome === 'fails-open')
      .map(({ calls }) => ({ scorer: `guard ${name}`, target: at(calls), kind: 'failed open' })),
  )
  const outcome = (wanted: string, kind: string) =>
    guards
      .filter((guard) => guard.outcome === wanted)
      .map(({ name, evidence: [first] }) => ({ scorer: `guard ${name}`, target: at(first?.calls ?? []), kind }))
  const missed = scores.filter(({ severity, pass, value }) => severity === 'must' && !pass && value !== null)
  return [
    ...open,
    ...outcome('bypassed', 'bypassed'),
    ...eventsOf(evidence.events, 'egress').map(({ target }) => ({
      scorer: 'sandbox',
      target,
      kind: 'reached outside',
    })),
    ...endOf(evidence),
    ...missed.map(({ scorer, events }) => ({ scorer, target: whereOf(events, evidence), kind: how })),
    ...outcome('false-alarm', 'denied a legitimate call'),
  ]
}

/** It came to no end of its own: behind which call. */
function endOf({ ended, calls }: Shown): Cause[] {
  if (!ended || ended.how === 'returned' || ended.how === 'halted') return []
  return [{ scorer: 'end of the trial', target: calls.at(-1)?.call.target ?? '', kind: ended.how.replaceAll('-', ' ') }]
}

/** The collection of the first effect that a score cites, else the target of the first call. */
function whereOf(cited: readonly string[], { effects, calls }: Shown): string {
  const effect = effects.find(({ seq }) => cited.includes(`e${seq}`))
  if (effect) return effect.collection
  const story = calls.find(({ proposed, executed, delivered }) =>
    [proposed, executed, delivered].some((event) => event && cited.includes(`e${event.seq}`)),
  )
  return story?.call.target ?? ''
}

/** What an agent did, against what it did without faults: from the effects alone. */
function against(now: Deeds, calm: Deeds): string {
  const kinds = new Set([...now.kinds.keys(), ...calm.kinds.keys()])
  const more = [...kinds].some((kind) => (now.kinds.get(kind) ?? 0) > (calm.kinds.get(kind) ?? 0))
  const less = [...kinds].some((kind) => (now.kinds.get(kind) ?? 0) < (calm.kinds.get(kind) ?? 0))
  if (more) return less ? 'did something else' : 'did too much'
  if (less) return 'did too little'
  return now.contents === calm.contents ? 'did the same' : 'did something else'
}
