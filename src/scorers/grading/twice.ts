import { contentDigest, imageOf } from '../../trace/content.ts'
import { type Duplicate, isChange, isSameKind } from '../../trace/duplicate-effects.ts'
import type { CallStory, Evidence } from '../../trace/evidence.ts'
import { skipsIn } from '../../trace/made.ts'
import type { Effect } from './kinds.ts'

/**
 * Effects of a call that calls after it made again. The same intent (`tries`, the ids of its tries) does so with any
 * effect of the same kind, whoever else with one of the same content. A call that touches many things may do the rest of
 * them in its next try: there only the content tells. What changes nothing is no effect.
 */
export function madeTwice(evidence: Evidence, story: CallStory, tries: ReadonlySet<string>): Duplicate[] {
  const before = new Set(evidence.calls.filter((other) => !isAfter(other, story)).map(({ call }) => call.id))
  const later = evidence.effects.filter(({ seq, calls }) => {
    return seq > story.proposed.seq && !calls.some((call) => before.has(call))
  })
  const skipOf = skipsIn(evidence)
  const contentOf = (effect: Effect) => contentDigest(imageOf(effect), undefined, { skip: skipOf(effect) })
  return story.effects.filter(isChange).flatMap((first) => {
    return later
      .filter((again) => isChange(again) && isSameKind(first, again))
      .filter((again) => isRetried(again, story, tries) || contentOf(first) === contentOf(again))
      .map((again) => ({ first, again }))
  })
}

function isAfter(other: CallStory, story: CallStory): boolean {
  return other.proposed.seq > story.proposed.seq
}

function isRetried({ calls }: Effect, { call }: CallStory, tries: ReadonlySet<string>): boolean {
  return call.items <= 1 && calls.some((id) => tries.has(id))
}
