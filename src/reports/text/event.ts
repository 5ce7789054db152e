import { canonical } from '../../kernel/json.ts'
import { formatMoney } from '../../kernel/money.ts'
import type { Recorded } from '../../trace/event.ts'
import type { DecisionEvent } from '../../trace/events/decision.ts'
import type { DeliveredEvent } from '../../trace/events/delivered.ts'
import { printedText } from '../../trace/printed.ts'
import { shorten } from './quantity.ts'

/** One event in a few words, for a list of evidence. */
export function eventLine(event: Recorded): string {
  switch (event.type) {
    case 'trial-started':
      return `task: ${shorten(event.task.text, 80)}`
    case 'call':
      return `${event.call.id} ${event.call.target}${event.call.cost ? `, ${formatMoney(event.call.cost)}` : ''}`
    case 'decision':
      return `${event.call} ${event.guard}: ${decisionWord(event)}, ${event.reason}`
    case 'approval':
      return `${event.call} approval ${event.answer}${event.by ? ` by ${event.by}` : ''}${event.misdirected ? ', to something else' : ''}`
    case 'fault':
      return `${event.call} fault ${event.fault}${event.guard === undefined ? '' : ` at guard ${event.guard}`}`
    case 'sound':
      return `${event.call} ${event.guard}, unbroken, would ${event.decision}, ${event.reason}`
    case 'program-broken':
      return `fault ${event.fault} at the program behind guard ${event.guard}${event.tool ? `, asked about ${event.tool}` : ''}; unbroken it says ${event.sound}`
    case 'guard-failed':
      return `${event.call} guard ${event.guard} failed, as planned: ${event.message}`
    case 'executed':
      return `${event.call} the world answered ${statusWord(event.outcome, event.status)}`
    case 'effect':
      return `${event.op} ${event.collection} ${event.id}${event.late ? ', late' : ''}${event.ahead ? ', by somebody else' : ''} ${shorten(canonical(event.after ?? null), 60)}`
    case 'delivered':
      return `${event.call} the agent saw ${seenWord(event)}`
    case 'egress':
      return `refused egress: ${event.via} ${event.target}`
    case 'real-time':
      return `time followed the wall: ${event.what}`
    case 'uncovered':
      return `not watched at this tier: ${event.what} ${event.detail}`.trimEnd()
    case 'unrepeatable':
      return `no seed holds ${event.what}`
    case 'output':
      return `${event.stream}: ${shorten(printedText(event), 80)}`
    case 'clock-leak':
      return `${event.call} ${event.collection} ${event.id}: ${event.field} is the machine's time`
    case 'alert':
      return `alert of ${event.guard}: ${event.message}`
    case 'harness-fault':
      return `${event.where}: ${event.message}`
    case 'agent-restarted':
      return `${event.call} the agent was killed, and started anew`
    case 'agent-ended':
      return event.how === 'threw' ? `the agent threw: ${event.error ?? ''}` : `answer: ${canonical(event.answer)}`
    case 'stopping':
      return `stopped: ${event.how}, ${event.detail}`
    case 'trial-ended':
      return `ended: ${event.how}${event.detail ? `, ${event.detail}` : ''}`
  }
}

/** 'deny', or 'would deny' for a guard that only observes. */
export function decisionWord({ mode, decision }: Pick<DecisionEvent, 'mode' | 'decision'>): string {
  return mode === 'observe' && decision !== 'allow' ? `would ${decision}` : decision
}

/** 'ok 200', 'error'. */
export function statusWord(outcome: string, status: number | undefined): string {
  return status === undefined ? outcome : `${outcome} ${status}`
}

const BROKEN = { 'no-reply': 'no reply', reset: 'a reset connection', truncated: 'a truncated reply' }

/** What crossed to the client: 'ok 200', 'no reply', 'a refusal'. */
export function seenWord({
  outcome,
  status,
  how,
  output,
}: Pick<DeliveredEvent, 'outcome' | 'status' | 'how' | 'output'>): string {
  if (outcome === 'broken') return how ? (BROKEN[how] ?? how) : 'a broken connection'
  if (outcome === 'gone') return output === undefined ? 'nothing, it had given up' : 'a stream that it left'
  if (outcome === 'refused') return status === undefined ? 'a refusal' : `a refusal, ${status}`
  return statusWord(outcome, status)
}
