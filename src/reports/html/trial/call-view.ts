import { formatMoney } from '../../../kernel/money.ts'
import type { AuditRow } from '../../../trace/audit.ts'
import type { EventOf } from '../../../trace/event.ts'
import { type CallStory, wasAllowed } from '../../../trace/evidence.ts'
import { differenceOf } from '../../text/difference.ts'
import { decisionWord, seenWord, statusWord } from '../../text/event.ts'
import { chosenTools } from '../../text/model-reply.ts'
import { duration, offset, plural } from '../../text/quantity.ts'
import type { Addition } from '../../text/request.ts'
import type { Anchors } from './anchors.ts'
import { bodyOf, PANE, withoutBlanks } from './body.ts'
import { changesOf } from './changes.ts'
import { requestView } from './request-view.ts'

/** A call with all that became of it. */
export interface CallStep {
  story: CallStory
  audit: AuditRow
  /** Of a request to a model: what it adds to those before it. */
  addition: Addition | undefined
}

export type CallView = ReturnType<typeof callView>

/** One call as a row of the timeline: what the agent sent, what the world did, what the agent saw. */
export function callView({ story, audit, addition }: CallStep, start: number, anchors: Anchors, few: boolean) {
  const { call, proposed, executed, delivered } = story
  const end = delivered ?? executed
  return {
    call: true as const,
    anchor: anchors.claim(proposed.seq),
    ref: `e${proposed.seq}`,
    id: call.id,
    channel: call.channel,
    offset: offset(proposed.at - start),
    took: end ? duration(end.at - proposed.at) : 'no end',
    target: call.target,
    chose: call.channel === 'model' ? choiceOf(story) : null,
    facts: factsOf(story),
    reason: call.reason ?? null,
    malformed: call.malformed ?? null,
    faults: story.faults.map(({ seq, fault, entry }) => ({ anchor: anchors.claim(seq), ref: `e${seq}`, fault, entry })),
    rulings: rulingsOf(story, anchors),
    request: addition ? requestView(addition, call.input, anchors) : null,
    sent: addition ? null : bodyOf(withoutBlanks(call.input), PANE),
    did: didView(story, anchors),
    saw: sawView(story, anchors),
    difference: differenceOf(story),
    saying: delivered ? seenWord(delivered) : 'no reply in the trace',
    changed: story.effects.length > 0 ? plural(story.effects.length, 'effect') : null,
    stopped: wasAllowed(story) ? null : refusalOf(story),
    audit: auditView(audit),
    open: few && isNotable(story),
    meanwhile: (story.meanwhile ?? []).map((event) => effectView(event, anchors, call.id)),
    effects: story.effects.map((event) => effectView(event, anchors, call.id)),
  }
}

/** What the model asked to be run, as its client saw it. */
function choiceOf({ executed, delivered }: CallStory): string | null {
  return chosenTools(delivered?.output ?? executed?.output).join(', ') || null
}

/** Is there more to see than a plain question and its answer? */
function isNotable(story: CallStory): boolean {
  return story.faults.length > 0 || differenceOf(story) !== null || !wasAllowed(story)
}

/** The decision that kept the call from the world. */
function refusalOf({ decisions }: CallStory): string {
  const found = decisions.find(({ mode, decision }) => mode === 'enforce' && decision !== 'allow')
  return found ? `${found.decision} by ${found.guard}` : 'refused'
}

/** The fields that an auditor asks for, those of this row's other parts left out. */
function auditView(row: AuditRow) {
  const { result: _, result_summary: __, ...told } = row
  return Object.entries(told).map(([name, value]) => ({ name, text: value === '' ? '–' : String(value) }))
}

function factsOf({ call, executed }: CallStory): string[] {
  const { channel, access, attempt, items, principal, cost, cause, inferred } = call
  const usage = executed?.usage
  return [
    channel,
    access === 'unknown' ? 'access unknown, counts as write' : access,
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(items !== 1 ? [`${items} items`] : []),
    ...(cost ? [`estimated ${formatMoney(cost)}`] : []),
    ...(executed?.actual ? [`cost ${formatMoney(executed.actual)}`] : []),
    ...(usage ? [`${usage.inputTokens} + ${usage.outputTokens} tokens`] : []),
    ...(cause ? [inferred ? `probably proposed by ${cause}` : `proposed by ${cause}`] : []),
    `as ${principal}`,
  ]
}

/** What guards and approvers said, in order. */
function rulingsOf({ decisions, approvals }: CallStory, anchors: Anchors) {
  const said = [...decisions, ...approvals].sort((a, b) => a.seq - b.seq)
  return said.map((event) => ({
    anchor: anchors.claim(event.seq),
    guard: event.guard,
    mode: event.type === 'decision' ? event.mode : null,
    ...(event.type === 'decision' ? decisionView(event) : approvalView(event)),
  }))
}

function decisionView(event: EventOf<'decision'>) {
  const { mode, decision, reason, approvedBy } = event
  const stopped = mode === 'observe' ? 'noted' : 'stopped'
  return {
    word: decisionWord(event),
    tone: decision === 'allow' ? 'calm' : stopped,
    by: approvedBy ? `approved by ${approvedBy}` : null,
    reason,
  }
}

function approvalView({ answer, by, waitedMs }: EventOf<'approval'>) {
  const tone = answer === 'approved' ? 'calm' : 'stopped'
  return {
    word: `approval: ${answer}`,
    tone,
    by: by ? `by ${by}` : null,
    reason: `after ${duration(waitedMs)} of waiting`,
  }
}

function didView({ executed }: CallStory, anchors: Anchors) {
  if (!executed) return null
  const { seq, outcome, status, output, late } = executed
  return {
    anchor: anchors.claim(seq),
    ref: `e${seq}`,
    word: statusWord(outcome, status),
    late: late === true,
    body: bodyOf(output, PANE),
  }
}

function sawView({ executed, delivered }: CallStory, anchors: Anchors) {
  if (!delivered) return null
  const { seq, output, headers, outcome } = delivered
  const same = output === undefined && (outcome === 'ok' || outcome === 'error') && executed !== undefined
  const both = output !== undefined && executed !== undefined
  return {
    anchor: anchors.claim(seq),
    ref: `e${seq}`,
    word: seenWord(delivered),
    headers: headers && Object.keys(headers).length > 0 ? bodyOf(headers, PANE) : null,
    same,
    nothing: output === undefined && !same,
    body: output === undefined ? null : bodyOf(output, PANE),
    ...(both ? changesOf(executed.output, output) : { changes: [], more: 0 }),
  }
}

export type EffectView = ReturnType<typeof effectView>

/** A change of the world, field by field. */
export function effectView(event: EventOf<'effect'>, anchors: Anchors, call: string | null) {
  const { seq, op, collection, id, before, after, late, calls, ahead } = event
  const others = calls.filter((other) => other !== call)
  return {
    anchor: anchors.claim(seq),
    ref: `e${seq}`,
    op,
    collection,
    id,
    late: late === true,
    somebody: ahead !== undefined,
    others: others.length > 0 ? others.join(', ') : null,
    ...changesOf(before, after),
  }
}
