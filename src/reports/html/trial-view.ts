import type { When } from '../../record/plan.ts'
import type { FaultRecord, GuardRecord, TrialRecord } from '../../record/trial.ts'
import type { Evidence } from '../../trace/evidence.ts'
import { agentLabel } from '../text/outcome.ts'
import { dollars, duration, plural } from '../text/quantity.ts'
import { type Anchors, createAnchors, trialAnchor } from './anchors.ts'
import { bodyOf } from './body.ts'
import { timelineOf } from './timeline.ts'

export type TrialView = ReturnType<typeof trialView>

/** One trial's section. `evidence` is a sentence where the trace is not shown, and says why. */
export function trialView(trial: TrialRecord, evidence: Evidence | string) {
  const anchors = createAnchors(trial.id)
  // First: it claims the anchors that the tables link to.
  const timeline = typeof evidence === 'string' ? null : timelineOf(evidence, anchors)
  const { usage } = trial
  return {
    anchor: trialAnchor(trial.id),
    id: trial.id,
    verdict: trial.verdict,
    reason: trial.reason,
    scenario: trial.scenario,
    variant: trial.variant,
    agent: agentLabel(trial),
    repeat: trial.repeat,
    search: `${trial.id} ${trial.scenario} ${trial.variant} ${trial.tags.join(' ')}`.toLowerCase(),
    brief: [
      plural(usage.calls, 'call'),
      plural(trial.effects, 'effect'),
      dollars(usage.usd),
      duration(usage.virtualMs),
    ].join(' · '),
    facts: factsOf(trial),
    error: trial.error,
    replay: trial.replay,
    answer: trial.answer === null ? null : bodyOf(trial.answer),
    scores: trial.scores.map((score) => ({
      ...score,
      value: score.value.toFixed(2),
      events: links(score.events, anchors),
    })),
    guards: trial.guards.map((guard) => guardView(guard, evidence, anchors)),
    faults: trial.faults.map(faultView),
    timeline,
    untold: typeof evidence === 'string' ? evidence : null,
  }
}

function factsOf({ seed, tier, reset, reproducible, usage, trace, chain, tags }: TrialRecord) {
  return [
    { name: 'Seed', text: seed },
    { name: 'Isolation', text: tier },
    { name: 'World', text: reset },
    { name: 'Reproducible', text: reproducible ? 'yes' : 'no' },
    { name: 'Calls', text: `${usage.calls}, ${usage.modelCalls} to a model` },
    { name: 'Tokens', text: `${usage.inputTokens} in, ${usage.outputTokens} out` },
    { name: 'Cost', text: dollars(usage.usd) },
    { name: 'Time', text: `${duration(usage.virtualMs)} of the trial's clock, ${duration(usage.wallMs)} real` },
    { name: 'Trace', text: `${trace}, ${plural(chain.count, 'event')}, chain ends in ${chain.head}` },
    ...(tags.length > 0 ? [{ name: 'Tags', text: tags.join(', ') }] : []),
  ]
}

function links(refs: readonly string[], anchors: Anchors) {
  return refs.map((ref) => ({ ref, anchor: anchors.find(ref) }))
}

function guardView(guard: GuardRecord, evidence: Evidence | string, anchors: Anchors) {
  const calls = typeof evidence === 'string' ? [] : evidence.calls
  const seqs = new Map(calls.map(({ call, proposed }) => [call.id, `e${proposed.seq}`]))
  const { allow, deny, hold, halt } = guard.decisions
  return {
    ...guard,
    decisions: [
      { word: guard.mode === 'observe' ? 'would deny' : 'deny', count: deny },
      { word: guard.mode === 'observe' ? 'would hold' : 'hold', count: hold },
      { word: guard.mode === 'observe' ? 'would halt' : 'halt', count: halt },
      { word: 'allow', count: allow },
    ].filter(({ count }) => count > 0),
    evidence: guard.evidence.map(({ calls, message }) => ({
      message,
      calls: calls.map((call) => ({ ref: call, anchor: anchors.find(seqs.get(call) ?? '') })),
    })),
  }
}

function faultView({ fault, params, on, when, planned, delivered, state, symptom }: FaultRecord) {
  const settings = Object.keys(params).length > 0 ? JSON.stringify(params) : null
  return { fault, settings, on, when: whenText(when), planned, delivered, state, symptom }
}

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
