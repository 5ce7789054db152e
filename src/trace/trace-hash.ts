import { canonical, digestText, type Json } from '../kernel/json.ts'
import type { Skip } from '../kernel/match-json.ts'
import { isBounded } from './bounded.ts'
import type { EventOf } from './event.ts'
import { type CallStory, type Evidence, seenOutput } from './evidence.ts'
import { steady } from './steady.ts'
import { readVolatile, type Volatile } from './volatile.ts'

/**
 * One digest of what happened in a trial: targets, inputs, decisions, faults, outcomes, effects and the answer, in the
 * order of the calls' keys. Left out: ids of calls, wall times, durations, volatile members.
 * Same seed, same plan, same scripted agent: same hash.
 */
export function traceHash(evidence: Evidence): string {
  const volatile = readVolatile(evidence.volatile)
  const changeOf = changesBy(volatile)
  const calls = evidence.calls.map((story) => summarize(story, volatile, changeOf)).sort(compare)
  const answer = steady(evidence.answer ?? null, volatile.answer)
  const known = new Set(evidence.calls.flatMap(({ effects }) => effects))
  const egress = evidence.events.flatMap((event) => (event.type === 'egress' ? [event.target] : [])).sort()
  const unasked = evidence.effects.filter((effect) => !known.has(effect)).map((effect) => canonical(changeOf(effect)))
  return digestText(
    [canonical({ answer, egress, ended: evidence.ended?.how, unasked: unasked.sort() }), ...calls].join('\n'),
  )
}

type ChangeOf = (effect: EventOf<'effect'>) => Json

function summarize(story: CallStory, volatile: Volatile, changeOf: ChangeOf): string {
  const [said, given] = [volatile.input(story.call), volatile.output(story.call)]
  const { key, attempt, target, input, access, items } = story.call
  return canonical([
    key,
    attempt,
    // The key tells inputs apart that are kept in part, volatile members aside.
    { target, input: isBounded(input) ? null : steady(input, said), access, items },
    story.decisions.map(({ guard, mode, decision }) => [guard, mode, decision]),
    story.approvals.map(({ guard, answer }) => [guard, answer]),
    story.faults.map(({ entry, fault, guard }) => [entry, fault, ...(guard === undefined ? [] : [guard])]),
    [
      ...[story.executed?.outcome, story.executed?.status, strip(ordered(story, story.executed?.output), given)],
      ...changed(story, said),
    ],
    changesOf(story, changeOf),
    ...(story.sound ? [story.sound.map(({ guard, decision }) => ['sound', guard, decision])] : []),
    ...(story.meanwhile ? [story.meanwhile.map(changeOf)] : []),
    [story.delivered?.outcome, story.delivered?.status, strip(ordered(story, seenOutput(story)), given)],
  ])
}

/** Rows that came in any order are compared in one. */
function ordered({ executed }: CallStory, output: Json | undefined): Json | undefined {
  if (!executed?.unordered || output === null || typeof output !== 'object' || Array.isArray(output)) return output
  const { rows } = output
  return Array.isArray(rows) ? { ...output, rows: rows.map(canonical).sort() } : output
}

/** What ran in place of the proposed input, where a fault changed it. */
function changed({ executed }: CallStory, said: Skip): Json[] {
  return executed?.input === undefined ? [] : [strip(executed.input, said)]
}

/** A statement touches its rows in whatever order they lie on the disk. */
function changesOf({ call, effects }: CallStory, changeOf: ChangeOf): Json[] {
  const changes = effects.map(changeOf)
  return call.channel === 'sql' ? changes.map(canonical).sort() : changes
}

/** When a thing was made counts: the world reads the trial's clock. */
function changesBy(volatile: Volatile): ChangeOf {
  return ({ collection, op, id, after }) => [collection, op, id, strip(after, volatile.member(collection))]
}

function strip(value: Json | undefined, skip: Skip): Json {
  return value === undefined ? null : steady(value, skip)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
