import { z } from 'zod'
import { type Call, placeOf } from '../boundary/call.ts'
import type { Decision, GuardContext, GuardState, Hold } from '../boundary/decision.ts'
import { keptOutput } from '../boundary/kept-output.ts'
import { hasBody, isHttpOutput, type Reply } from '../boundary/reply.ts'
import { isWhole } from '../boundary/wire.ts'
import { fitsAny } from '../kernel/pattern.ts'
import { targetElsewhere } from '../record/names.ts'
import { isAction } from '../trace/deed.ts'
import type { CallStory, Evidence } from '../trace/evidence.ts'
import { readVolatile, type Volatile } from '../trace/volatile.ts'
import { defineGuard, type Violation } from './define.ts'
import { keepingTime } from './hours/keeping-time.ts'
import { findErrors, findLoop, findRemaking, type Loop } from './looping/find-loop.ts'
import { createMemory, type Given, type Memory } from './looping/memory.ts'
import { loopMutants as mutants } from './looping/mutants.ts'
import { type RanStep, readSteps, rootOf } from './looping/read-steps.ts'
import { runAround, runsOf, type Step } from './looping/step.ts'
import { NOWHERE, often, type Probe } from './probe.ts'

const loopBreakerParams = z.strictObject({
  /** How often the same call may be made without anything new. */
  repeats: z.int().min(1).default(5),
  /** How often the same round of 2 to 8 calls may be made without anything new. */
  cycles: z.int().min(1).default(3),
  /** How many calls in a row may bring nothing new, whatever they are. */
  stale: z.int().min(1).default(50),
  /** How often one target may answer with the same error before it is asked once more. */
  errors: z.int().min(1).default(5),
  /** How long an agent must wait by itself before it makes the same call again, in ms, to be polling and not spinning. */
  minIntervalMs: z.int().min(1).default(250),
  /** Targets that let time pass. Their calls are no steps, and the time that they take is time that the agent waited. */
  waits: z.union([targetElsewhere(), z.array(targetElsewhere())]).default(['tool wait*', 'tool sleep*']),
  /** What happens to the call that makes a loop too long, and to every call after it. */
  on: z.enum(['halt', 'deny']).default('halt'),
})

export type LoopBreakerParams = z.output<typeof loopBreakerParams>

/** Stops an agent that goes in circles. Once it has tripped, nothing that the agent does runs any more. */
export const loopBreaker = defineGuard({
  name: 'loop-breaker',
  summary: 'Stops an agent that repeats itself without getting anywhere.',
  params: loopBreakerParams,
  start: keepingTime(start),
  violations,
  probe,
  mutants,
})

/** The way of one agent through a trial, its sub-agents included. */
interface Walk {
  steps: WalkedStep[]
  memory: Memory
  /** How long the agent waited by itself so far, in ms, and since when nothing of it is under way. */
  waitedMs: number
  idleSince: number
  /** It was killed, and no call of who was started in its place has come. */
  starting?: boolean
  /** Calls under way, with their steps; model calls have none. */
  open: Map<string, WalkedStep | undefined>
  tripped?: string
}

/** A step, and how long the agent had waited by itself when it made it. */
interface WalkedStep extends Step {
  waitedMs: number
  proposedAt: number
}

type Final = Exclude<Decision, Hold>

function start(params: LoopBreakerParams, { clock, volatile = readVolatile() }: GuardContext): GuardState {
  const walks = new Map<string, Walk>()
  const walkOf = ({ principal }: Call): Walk => {
    const root = rootOf(principal)
    const walk = walks.get(root) ?? newWalk(clock.now(), volatile)
    walks.set(root, walk)
    return walk
  }
  const stop = (reason: string): Final => ({ kind: params.on, reason })
  return {
    concerns: (call) => {
      arrive(walkOf(call), clock.now())
      return call.malformed !== undefined || !fitsAny(params.waits, call.target)
    },
    restarted: (call) => {
      walkOf(call).starting = true
    },
    decide: (call) => {
      const walk = walkOf(call)
      if (walk.tripped) return stop(walk.tripped)
      const step = begin(walk, call, clock.now(), params)
      const loop = step && tooLong(walk.steps, step, params)
      if (!loop) return { kind: 'allow', reason: 'no loop' }
      walk.tripped = `the agent goes in circles: ${loop.message}`
      return stop(walk.tripped)
    },
    // It tripped while this call waited for a person.
    confirm: (call) => {
      const { tripped } = walkOf(call)
      return tripped ? stop(tripped) : { kind: 'allow', reason: 'no loop' }
    },
    settle: (call, executed, effects) => {
      const walk = walkOf(call)
      if (!walk.open.has(call.id)) return
      const step = walk.open.get(call.id)
      walk.open.delete(call.id)
      if (walk.open.size === 0) walk.idleSince = clock.now()
      if (!step) return
      // A transport that broke proves nothing, as in the trace.
      const ran = effects.length > 0 || (executed !== undefined && executed.kind !== 'broken')
      const span = { from: step.proposedAt, to: clock.now() }
      Object.assign(step, ran ? walk.memory.learn(call, givenBy(executed), effects, span) : { outcome: 'never-ran' })
    },
  }
}

function newWalk(now: number, volatile: Volatile): Walk {
  return { steps: [], memory: createMemory(volatile), waitedMs: 0, idleSince: now, open: new Map() }
}

/** The time until the first call of an agent that was started anew is none that it waited: nobody knows how much of it was its start. */
function arrive(walk: Walk, now: number): void {
  if (!walk.starting) return
  walk.starting = false
  walk.idleSince = now
}

/** Puts a call among the steps, at its place in the order of proposal. A model call is none: it only takes time. */
function begin(walk: Walk, call: Call, now: number, { minIntervalMs }: LoopBreakerParams): Step | undefined {
  if (walk.open.size === 0) walk.waitedMs += Math.max(0, now - walk.idleSince)
  if (!isAction(call)) {
    walk.open.set(call.id, undefined)
    return undefined
  }
  const { id, key, target } = call
  const { steps, waitedMs } = walk
  const step: WalkedStep = {
    id,
    place: placeOf(call),
    key,
    target,
    patient: false,
    outcome: 'open',
    waitedMs,
    proposedAt: now,
  }
  const before = steps.findLastIndex(({ place }) => place < step.place)
  steps.splice(before + 1, 0, step)
  const next = steps.find((other) => other.key === key && other.place > step.place)
  for (const one of next ? [step, next] : [step]) one.patient = cameAfterPause(steps, one, minIntervalMs)
  walk.open.set(id, step)
  return step
}

function cameAfterPause(steps: readonly WalkedStep[], step: WalkedStep, minIntervalMs: number): boolean {
  const last = steps.findLast(({ key, place }) => key === step.key && place < step.place)
  return last !== undefined && step.waitedMs - last.waitedMs >= minIntervalMs
}

function tooLong(steps: readonly Step[], step: Step, params: LoopBreakerParams): Loop | undefined {
  const run = runAround(steps, steps.indexOf(step))
  const met = run.filter((other) => other !== step)
  return (
    findLoop(run, params) ??
    findRemaking(steps, step.key, params.repeats) ??
    findErrors(met, step.target, params.errors)
  )
}

/** The world's answer as the trace will keep it. */
function givenBy(executed: Reply | undefined): Given {
  if (!executed || executed.kind === 'broken') return { kind: 'broken', output: null }
  const { kind, output } = executed
  if (!hasBody(output)) return { kind, output: keptOutput(output, output.content) }
  const { body } = output
  const status = isHttpOutput(output) && { status: output.status }
  if (!isWhole(body)) return { kind, ...status, output: null, streamed: true }
  return { kind, ...status, output: keptOutput(output, body.json) }
}

/** Looks for loops in what the world carried out. What never ran is no part of any. */
function violations({ calls, volatile }: Pick<Evidence, 'calls' | 'volatile'>, params: LoopBreakerParams): Violation[] {
  const { minIntervalMs, waits } = params
  const isStep = ({ call }: CallStory) => !fitsAny(waits, call.target)
  return readSteps(calls, { minIntervalMs, isStep }, readVolatile(volatile)).flatMap((steps) => {
    const keys = new Set(steps.map(({ key }) => key))
    const loops = [
      ...runsOf(steps).flatMap((run) => [findLoop(run, params), findErrorLoop(run, params)]),
      ...[...keys].map((key) => findRemaking(steps, key, params.repeats)),
    ]
    return loops.flatMap((loop) => (loop ? [{ calls: loop.steps.map(({ id }) => id), message: loop.message }] : []))
  })
}

/** A call to a target that had already answered with the same error as often as allowed, when it was proposed. */
function findErrorLoop(run: readonly RanStep[], { errors }: LoopBreakerParams): Loop | undefined {
  for (const step of run) {
    const met = run.filter(({ doneSeq }) => doneSeq < step.proposedSeq)
    const loop = findErrors(met, step.target, errors)
    if (loop) return { message: `${loop.message}, and once more`, steps: [...loop.steps, step] }
  }
  return undefined
}

/** The same call, again and again, of which nothing comes. */
function probe({ repeats }: LoopBreakerParams): Probe | undefined {
  return often(repeats + 3, { target: NOWHERE })
}
