import type { When } from '../../../record/plan.ts'
import type { FaultRecord, GuardRecord } from '../../../record/trial.ts'
import type { Evidence } from '../../../trace/evidence.ts'
import { dollars, duration, plural } from '../../text/quantity.ts'
import type { TrialDetail } from '../embed/shape.ts'
import { trialsPath } from '../routes.ts'
import type { Anchors } from './anchors.ts'
import { bodyOf } from './body.ts'
import { diffOf } from './diff.ts'
import { happenedText, taskOf } from './happened.ts'

/** What names a trial. */
export interface TrialName {
  id: string
  scenario: string
  variant: string
  agent: string
  repeat: number
  verdict: string
  reason: string
  tags: string[]
}

/** A trial's page without its steps and its drawing. `trace` is a sentence where the trace is not shown, and says why. */
export function trialView(name: TrialName, detail: TrialDetail, trace: Evidence | string, anchors: Anchors) {
  const { scenario, variant, agent, repeat, verdict, reason } = name
  return {
    ...{ id: name.id, scenario, variant, agent, repeat, verdict, reason },
    parts: partsOf(detail, typeof trace !== 'string'),
    siblings: trialsPath({ scenario, agent }),
    figures: figuresOf(detail),
    facts: factsOf(name, detail),
    error: detail.error,
    task: typeof trace === 'string' ? null : (taskOf(trace) ?? null),
    happened: happenedText(detail, typeof trace === 'string' ? undefined : trace),
    replay: detail.replay,
    hasPlan: detail.faults.length > 0,
    answer: detail.answer === null ? null : bodyOf(detail.answer),
    // What failed stands first.
    scores: [...detail.scores]
      .sort((a, b) => Number(a.pass) - Number(b.pass))
      .map((score) => ({
        ...score,
        value: score.value === null ? '–' : score.value.toFixed(2),
        unclear: score.value === null,
        events: score.events.map((ref) => ({ ref, path: anchors.find(ref) })),
      })),
    guards: detail.guards.map((guard) => guardView(guard, anchors)),
    broken: detail.guards.flatMap((guard) => brokenViews(guard, anchors)),
    faults: detail.faults.map(faultView),
    diff: typeof trace === 'string' ? null : diffOf(trace, anchors),
    untold: typeof trace === 'string' ? trace : null,
  }
}

/** Where the buttons below the head lead. */
function partsOf({ scores, faults, guards }: TrialDetail, traced: boolean) {
  const parts: [string, string, boolean][] = [
    ['_scores', 'Scores', scores.length > 0],
    ['_faults', 'Faults', faults.length > 0],
    ['_guards', 'Guards', guards.length > 0],
    ['_time', 'Timeline', traced],
    ['_changed', 'Changes', traced],
    ['_beside-title', 'Side by side', traced],
    ['_steps-title', 'Steps', traced],
  ]
  return parts.flatMap(([id, text, there]) => (there ? [{ id, text }] : []))
}

/** The plan of a trial as a scenario would hold it. */
export function planText({ faults }: TrialDetail): string {
  return JSON.stringify(
    faults.map(({ fault, params, on, when, guard }) => ({ fault, params, on, when, ...(guard && { guard }) })),
    null,
    2,
  )
}

function figuresOf({ usage }: TrialDetail) {
  return [
    { name: 'calls', text: usage.calls.toLocaleString('en-US') },
    { name: 'model turns', text: usage.modelCalls.toLocaleString('en-US') },
    { name: 'cost in the sandbox', text: dollars(usage.usd) },
    ...(usage.modelUsd > 0 ? [{ name: 'of it for models', text: dollars(usage.modelUsd) }] : []),
    { name: "of the trial's clock", text: duration(usage.virtualMs) },
  ]
}

function factsOf({ tags }: TrialName, detail: TrialDetail) {
  const { seed, tier, reset, reproducible, usage, trace, chain } = detail
  return [
    { name: 'Seed', text: seed },
    { name: 'Isolation', text: tier },
    { name: 'World put back', text: reset },
    {
      name: 'Reproducible',
      text: reproducible ? 'yes' : `no: ${detail.unrepeatable?.join('; ') ?? 'time followed the wall'}`,
    },
    ...Object.entries(detail.models ?? {}).map(([model, { mode, recordedAt }]) => ({
      name: `Model ${model}`,
      text: recordedAt === undefined ? mode : `${mode} on ${recordedAt.slice(0, 10)}`,
    })),
    { name: 'Tokens', text: `${usage.inputTokens} in, ${usage.outputTokens} out` },
    { name: 'Real time', text: duration(usage.wallMs) },
    { name: 'Trace', text: `${trace.file}, ${plural(trace.events, 'event')}, chain ends in ${chain.head}` },
    ...(tags.length > 0 ? [{ name: 'Tags', text: tags.join(', ') }] : []),
  ]
}

function guardView(guard: GuardRecord, anchors: Anchors) {
  const { allow, deny, hold, halt } = guard.decisions
  const would = guard.mode === 'observe' ? 'would ' : ''
  return {
    ...guard,
    decisions: [
      { word: `${would}deny`, count: deny },
      { word: `${would}hold`, count: hold },
      { word: `${would}halt`, count: halt },
      { word: 'allow', count: allow },
    ].filter(({ count }) => count > 0),
    evidence: guard.evidence.map(({ calls, message }) => ({
      message,
      calls: calls.map((call) => ({ ref: call, path: anchors.find(call) })),
    })),
  }
}

const UNDER_TONES = {
  'fails-closed': 'passed',
  'fails-open': 'failed',
  hangs: 'failed',
  'not-exercised': 'inconclusive',
} as const

/** How a guard stood under each fault that breaks it. */
function brokenViews({ name: guard, under = [] }: GuardRecord, anchors: Anchors) {
  return under.map(({ fault, outcome, reason, calls }) => ({
    ...{ guard, fault, outcome, reason, tone: UNDER_TONES[outcome] },
    calls: calls.map((call) => ({ ref: call, path: anchors.find(call) })),
  }))
}

function faultView({ fault, params, on, when, ...became }: Omit<FaultRecord, 'schedule'>) {
  const settings = Object.keys(params).length > 0 ? JSON.stringify(params) : null
  return { fault, settings, on, when: whenText(when), ...became }
}

/** When an entry of a fault plan acts, in words. */
function whenText(when: When): string {
  if (when === 'always') return 'every call'
  if ('nth' in when) return `call ${when.nth}`
  if ('from' in when) return when.to === undefined ? `from call ${when.from}` : `calls ${when.from} to ${when.to}`
  if ('attempt' in when) return `attempt ${when.attempt}`
  if ('every' in when) return `every ${when.every}th call`
  if ('during' in when) return whileText(when.during)
  return `with probability ${when.probability}`
}

function whileText({ fromMs, toMs }: Extract<When, { during: unknown }>['during']): string {
  return toMs === undefined ? `from ${duration(fromMs)} on` : `from ${duration(fromMs)} to ${duration(toMs)}`
}
