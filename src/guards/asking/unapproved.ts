import { formatMoney } from '../../kernel/money.ts'
import type { EventOf } from '../../trace/event.ts'
import type { CallStory, Evidence } from '../../trace/evidence.ts'
import type { Violation } from '../define.ts'
import { asksItself } from './asks-itself.ts'
import type { ApprovalParams } from './params.ts'
import { rowStories } from './rows.ts'
import { addsUp, contentOf, inScope, isOver } from './threshold.ts'

/**
 * Matches what ran with what a person approved, one to one: each write in scope that the world carried out needs an
 * approval of the same content, given before it ran, by somebody else, not expired and not used by another call. Of
 * statements it counts the rows that they changed.
 */
export function unapproved({ calls }: Pick<Evidence, 'calls'>, params: ApprovalParams): Violation[] {
  const others = calls.filter(({ call }) => call.channel !== 'sql')
  const ran = others.filter((story) => ranAt(story) !== undefined && inScope(story.call, params))
  const isMissing = reckon(others, params)
  const missing = [
    ...ran.filter((story) => isMissing(story, story.call.items)).map(priced),
    ...rowStories(params.on, calls)
      .filter(({ story, rows }) => isMissing(story, rows))
      .map(({ story, rows }) => ({ story, what: ` and changed ${rows} row${rows === 1 ? '' : 's'}` })),
  ]
  return missing.map(({ story: { call }, what }) => {
    return { calls: [call.id], message: `${call.target}${what} ran without an approval of its own` }
  })
}

function priced(story: CallStory): { story: CallStory; what: string } {
  return { story, what: story.call.cost ? ` for ${formatMoney(story.call.cost)}` : '' }
}

/** Goes through what ran: what was approved is done with, and what was not adds up as long as it is small. */
function reckon(others: readonly CallStory[], params: ApprovalParams) {
  const spare = others.filter((story) => !story.executed && story.effects.length === 0).flatMap(yesTo)
  let small = 0
  return (story: CallStory, items: number): boolean => {
    // A person who was asked has seen it, however small it was by itself.
    if (yesTo(story).some((own) => covers(own, story, params))) return false
    const before = addsUp(params) ? small : 0
    if (!isOver(params, { items: before + items, cost: story.call.cost })) {
      small += items
      return false
    }
    // An approval whose own call never ran serves another call of the same content, the oldest first.
    const found = spare.findIndex((yes) => covers(yes, story, params))
    if (found >= 0) spare.splice(found, 1)
    return found < 0
  }
}

/** A person's yes as the trace has it. */
interface Yes {
  content: string
  event: EventOf<'approval'>
}

/** At most one of a call: two guards that asked about one call did not approve two. */
function yesTo({ call, approvals }: CallStory): Yes[] {
  const event = approvals.find(({ answer, by }) => answer === 'approved' && !asksItself(by, call.principal))
  return event ? [{ content: contentOf(call), event }] : []
}

function covers({ content, event }: Yes, story: CallStory, { grantMs }: ApprovalParams): boolean {
  const inTime = event.seq < (ranAt(story) ?? 0) && story.proposed.at < event.at + grantMs
  return inTime && content === contentOf(story.call)
}

/** Where in the trace the world carried the call out; undefined where it did not, or refused it without a trace. */
function ranAt({ executed, effects }: CallStory): number | undefined {
  if (effects[0]) return Math.min(effects[0].seq, executed?.seq ?? Number.POSITIVE_INFINITY)
  return executed?.outcome === 'ok' ? executed.seq : undefined
}
