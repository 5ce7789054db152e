import { isAction } from '../../trace/deed.ts'
import type { CallStory } from '../../trace/evidence.ts'
import type { Volatile } from '../../trace/volatile.ts'
import { createMemory, type Given } from './memory.ts'
import type { Step } from './step.ts'

/** A step that the world carried out, with its places in the trace. */
export interface RanStep extends Step {
  proposedSeq: number
  doneSeq: number
}

interface Reading {
  minIntervalMs: number
  /** Is it a step at all? What is none takes no time of the agent's. */
  isStep(story: CallStory): boolean
}

/**
 * What the world carried out, as steps in the order of proposal, for each agent with its sub-agents. Model calls are no
 * steps: they only take time.
 */
export function readSteps(
  calls: readonly CallStory[],
  { minIntervalMs, isStep }: Reading,
  volatile: Volatile,
): RanStep[][] {
  const agents = Map.groupBy(calls, ({ call }) => rootOf(call.principal))
  return [...agents.values()].map((stories) => {
    return stepsOf(stories.filter(isStep), { minIntervalMs, arrivals: arrivalsOf(stories) }, volatile)
  })
}

/** When each agent that was started anew made its first call, in ms of the trial's clock. */
function arrivalsOf(stories: readonly CallStory[]): number[] {
  return stories.flatMap(({ restarted }) => {
    const first = restarted && stories.find(({ proposed }) => proposed.seq > restarted.seq)
    return first ? [first.proposed.at] : []
  })
}

/** Sub-agents are their agent: 'agent/helper' is 'agent'. */
export function rootOf(principal: string): string {
  return principal.split('/', 1)[0] ?? ''
}

function stepsOf(
  stories: CallStory[],
  { minIntervalMs, arrivals }: { minIntervalMs: number; arrivals: readonly number[] },
  volatile: Volatile,
): RanStep[] {
  const waitedBefore = waiting(stories, arrivals)
  const lastSeen = new Map<string, number>()
  const ran: { step: RanStep; story: CallStory }[] = []
  let afterGap = false
  for (const [index, story] of stories.filter(({ call }) => isAction(call)).entries()) {
    const { id, key, target } = story.call
    const waited = waitedBefore.get(id) ?? 0
    // A trace knows moments to the millisecond and the proposal, not the decision: half the interval is enough.
    const patient = waited - (lastSeen.get(key) ?? waited) >= minIntervalMs / 2
    lastSeen.set(key, waited)
    const done = doneOf(story)
    const places = { place: index + 1, proposedSeq: story.proposed.seq, doneSeq: done?.seq ?? 0 }
    if (done) ran.push({ step: { id, key, target, patient, afterGap, outcome: 'nothing', ...places }, story })
    afterGap = !done
  }
  learn(ran, volatile)
  return ran.map(({ step }) => step)
}

/** What each call brought, in the order in which the world was done with them. */
function learn(ran: { step: RanStep; story: CallStory }[], volatile: Volatile): void {
  const memory = createMemory(volatile)
  for (const { step, story } of ran.toSorted((a, b) => a.step.doneSeq - b.step.doneSeq)) {
    const { at: from } = story.proposed
    const span = { from, to: doneOf(story)?.at ?? from }
    Object.assign(step, memory.learn(story.call, givenBy(story), story.effects, span))
  }
}

/** By call: how long the agent had waited by itself when it was proposed, in ms since its first call. */
function waiting(stories: CallStory[], arrivals: readonly number[]): Map<string, number> {
  const waited = new Map<string, number>()
  let total = 0
  let busyUntil = Number.POSITIVE_INFINITY
  for (const { call, proposed, ...story } of stories) {
    const since = Math.max(busyUntil, ...arrivals.filter((at) => at <= proposed.at))
    total += Math.max(0, proposed.at - since)
    waited.set(call.id, total)
    const end = (doneOf(story) ?? story.delivered ?? proposed).at
    busyUntil = Number.isFinite(busyUntil) ? Math.max(busyUntil, end) : end
  }
  return waited
}

/** When the world was done with a call; undefined where it never ran. */
function doneOf({ executed, effects }: Pick<CallStory, 'executed' | 'effects'>) {
  return executed ?? effects.at(-1)
}

function givenBy({ executed, delivered }: CallStory): Given {
  if (!executed) return { kind: 'broken', output: null }
  const { outcome: kind, status, output } = executed
  return { kind, ...(status !== undefined && { status }), output, streamed: delivered?.streamedMs !== undefined }
}
