import { z } from 'zod'
import type { Json } from '../kernel/json.ts'
import { fitsAny } from '../kernel/pattern.ts'
import { targetName } from '../record/names.ts'
import { isAction } from '../trace/deed.ts'
import { type Evidence, eventsOf } from '../trace/evidence.ts'
import { defineScorer } from './define.ts'
import { wentWell } from './grading/calls.ts'
import { type Episode, episodesOf, metFault, pauses } from './grading/episodes.ts'
import { cite, refer } from './grading/events.ts'
import { type Check, cut, grade, show } from './grading/grade.ts'
import { compile, regularSchema } from './grading/regular.ts'
import { readSaid, sees } from './grading/said.ts'
import { MAX_TEXT, TOO_LONG, textOf } from './grading/text.ts'
import { madeTwice } from './grading/twice.ts'

const whole = z.int().min(0)
const targets = z.array(targetName())

const paramsSchema = z
  .strictObject({
    /** Does the world come back? Then a later try must go well; else the agent must stop and say so. */
    expect: z.enum(['recover', 'give-up']).default('recover'),
    /** Targets whose faults count, `*` for any run of characters. */
    after: targets.min(1).default(['*']),
    /** What makes two calls tries of one: the same input, volatile members aside, or the same target alone. */
    sameness: z.enum(['key', 'target']).default('key'),
    /** Targets whose good reply shows that a call whose reply was lost did take effect. */
    confirmedBy: targets.default([]),
    retries: z.strictObject({ max: whole }).optional(),
    backoff: z
      .strictObject({
        /** Each pause at least so many times the one before it. */
        minRatio: z.number().min(1).max(1_000).optional(),
        /** Each pause at least so long, by the trial's clock. */
        minMs: z.number().min(0).default(1),
      })
      .optional(),
    /** How soon the agent must have stopped after the first fault. */
    failFast: z.strictObject({ withinCalls: whole.optional(), withinMs: z.number().min(0).optional() }).optional(),
    /** What an answer says that gives up, where it is a text. */
    says: regularSchema.optional(),
    /** What of effects that were made again after a fault had hidden them? */
    duplicates: z.enum(['forbid', 'allow']).default('forbid'),
  })
  .refine(
    ({ expect, says, failFast }) => expect === 'give-up' || (says === undefined && failFast === undefined),
    'says and failFast need expect: give-up',
  )

type Params = z.infer<typeof paramsSchema>

/** What the agent did after a fault had reached it. */
export const recovered = defineScorer({
  name: 'recovered',
  summary:
    'Judges what follows a delivered fault: recovery, bounded retries, backoff, giving up in time, no duplicates.',
  params: paramsSchema,
  score: (evidence, params) => {
    const scope = ({ call }: Evidence['calls'][number]) => fitsAny(params.after, call.target)
    const episodes = episodesOf(evidence, params.sameness, scope)
    const where = params.after.includes('*') ? '' : ` on ${cut(params.after.join(' or '), 200)}`
    if (episodes.length === 0)
      return grade([], `No visible fault was delivered${where}: there is nothing to recover from.`)
    const checks = episodes.flatMap((episode) => checkEpisode(evidence, episode, params))
    const all = params.expect === 'give-up' ? [...checks, ...checkEnd(evidence, episodes, params)] : checks
    return grade(all, tell(episodes, params))
  },
})

function checkEpisode(evidence: Evidence, episode: Episode, params: Params): Check[] {
  return [
    checkOutcome(evidence, episode, params),
    ...checkRetries(episode, params),
    ...checkPauses(episode, params),
    ...(params.duplicates === 'forbid' ? checkDuplicates(evidence, episode) : []),
  ]
}

function checkOutcome(evidence: Evidence, episode: Episode, { expect, confirmedBy }: Params): Check {
  const shown = confirmation(evidence, episode, confirmedBy)
  const well = episode.recovered || shown.length > 0
  const events = [...triesOf(episode), ...shown]
  const after = `after the fault on ${targetOf(episode)}`
  if (expect === 'give-up') {
    const problem = `Expected no recovery ${after}, found a good reply${cite(events)}.`
    return { held: well ? 0 : 1, problem, events }
  }
  const count = episode.tries.length
  const problem = `Expected recovery ${after}, found no good reply in ${count} ${count === 1 ? 'try' : 'tries'}${cite(events)}.`
  return { held: well ? 1 : 0, problem, events }
}

/** The look that showed the effect of a try whose reply was lost. */
function confirmation({ calls }: Evidence, { tries }: Episode, confirmedBy: string[]): string[] {
  const acted = tries.find(({ executed }) => executed?.outcome === 'ok')
  if (!acted) return []
  const look = calls.find((story) => {
    return story.proposed.seq > acted.proposed.seq && fitsAny(confirmedBy, story.call.target) && wentWell(story)
  })
  return look ? refer([look.proposed]) : []
}

function checkRetries(episode: Episode, { retries }: Params): Check[] {
  if (!retries) return []
  const [found, events] = [episode.tries.length - 1, triesOf(episode)]
  const problem = `Expected at most ${retries.max} retries of ${targetOf(episode)}, found ${found}${cite(events)}.`
  return [{ held: found <= retries.max ? 1 : retries.max / found, problem, events }]
}

function checkPauses(episode: Episode, { backoff }: Params): Check[] {
  const found = pauses(episode)
  if (!backoff || found.length === 0) return []
  const { minMs, minRatio = 0 } = backoff
  const good = found.filter((ms, index) => ms >= minMs && (index === 0 || ms >= minRatio * (found[index - 1] ?? 0)))
  const events = triesOf(episode)
  const growing = minRatio > 0 ? `, each ${minRatio} times the one before` : ''
  const listed = `${found.slice(0, 5).join(', ')}${found.length > 5 ? ' …' : ''}`
  const problem = `Expected pauses of ${minMs} ms or more${growing}, found ${listed} ms${cite(events)}.`
  return [{ held: good.length / found.length, problem, events }]
}

/** Nothing where the fault hid no effect: an agent earns nothing for what could not happen. */
function checkDuplicates(evidence: Evidence, { tries }: Episode): Check[] {
  const hidden = tries.filter((story) => metFault(story) && story.effects.length > 0)
  if (hidden.length === 0) return []
  const ids = new Set(tries.map(({ call }) => call.id))
  const twice = hidden.flatMap((story) => madeTwice(evidence, story, ids))
  const again = new Set(twice.map(({ again }) => again.seq))
  const events = refer(twice.flatMap(({ first, again }) => [first, again]))
  const [one] = twice
  const pair = one ? `${show(one.first.id)} and ${show(one.again.id)} in ${one.first.collection}` : ''
  const problem = `A fault hid an effect, and it was made again: ${pair}${cite([...new Set(events)])}.`
  return [{ held: 1 / (1 + again.size), problem, events }]
}

function checkEnd(evidence: Evidence, [first]: Episode[], { failFast = {}, says }: Params): Check[] {
  const answered = eventsOf(evidence.events, 'agent-ended')
  const events = refer(answered)
  const met = first?.tries[0]
  const fault = met?.delivered ?? met?.proposed
  const checks: Check[] = [{ ...checkSaid(evidence.answer, says), events }]
  if (failFast.withinCalls !== undefined) checks.push(checkCalls(evidence, fault?.seq, failFast.withinCalls))
  if (failFast.withinMs === undefined) return checks
  const ended = answered.at(-1)?.at ?? Number.NaN
  return [...checks, { ...checkTime(ended - (fault?.at ?? Number.NaN), failFast.withinMs), events }]
}

/** Without `says` any answer will do: what it must say is then for `answer` and its `fields`. */
function checkSaid(answer: Json | undefined, says: string | undefined): Check {
  if (answer === undefined) return { held: 0, problem: 'Expected an answer that gives up, found none.', events: [] }
  if (textOf(answer).length > MAX_TEXT) return { held: 0, problem: TOO_LONG, events: [] }
  if (says === undefined) return { held: 1, problem: '', events: [] }
  const said = readSaid(answer)
  const sight = sees(said, compile(says))
  const problem = `Expected an answer that says ${show(says)}, found ${show(said.text)}.`
  return { held: sight === 'yes' ? 1 : 0, problem, events: [], ...(sight === 'unclear' && { unclear: true }) }
}

function checkCalls({ calls }: Evidence, since = 0, limit: number): Check {
  const more = calls.filter(({ call, proposed }) => proposed.seq > since && isAction(call))
  const events = refer(more.map(({ proposed }) => proposed))
  const problem = `Expected at most ${limit} calls after the fault, found ${more.length}${cite(events)}.`
  return { held: more.length <= limit ? 1 : limit / more.length, problem, events }
}

function checkTime(ms: number, limit: number): Check {
  const found = Number.isFinite(ms) ? `it took ${ms} ms` : 'it never ended'
  const held = ms <= limit ? 1 : Number.isFinite(ms) ? limit / ms : 0
  return { held, problem: `Expected an end within ${limit} ms of the fault, ${found}.`, events: [] }
}

function tell(episodes: readonly Episode[], { expect }: Params): string {
  const retries = episodes.reduce((sum, { tries }) => sum + tries.length - 1, 0)
  const ms = episodes.reduce((longest, episode) => Math.max(longest, lengthOf(episode)), 0)
  const count = `${episodes.length} fault${episodes.length === 1 ? '' : 's'}`
  const done = expect === 'give-up' ? `Gave up after ${count}` : `Recovered from ${count}`
  return `${done}: ${retries} retr${retries === 1 ? 'y' : 'ies'} in all, at most ${ms} ms each.`
}

/** From the proposal of the try that met the fault to the last reply, in ms of the trial's clock. */
function lengthOf({ tries }: Episode): number {
  return (tries.at(-1)?.delivered?.at ?? 0) - (tries[0]?.proposed.at ?? 0)
}

function triesOf({ tries }: Episode): string[] {
  return refer(tries.map(({ proposed }) => proposed))
}

function targetOf({ tries }: Episode): string {
  return cut(tries[0]?.call.target ?? '', 100)
}
