import type { Json } from '../kernel/json.ts'
import { formatMoney } from '../kernel/money.ts'
import { type CallStory, type Evidence, wasAllowed } from './evidence.ts'

/** One action of the agent as an auditor reads it. */
export interface AuditRow {
  /** ISO 8601, the trial's clock. */
  timestamp: string
  agent_id: string
  action_type: 'read' | 'write' | 'unknown'
  api_endpoint: string
  action_status: 'proposed' | 'approved' | 'denied' | 'executed'
  reason: string
  /** '$49.00', or '' where the world declares no price. */
  estimated_cost: string
  approved_by: string
  execution_status: 'ok' | 'error' | 'not-executed'
  result: Json
  /** At most 200 characters. */
  result_summary: string
  duration_ms: number
}

/** The audit view of a trace: a row per call, in order of proposal. */
export function auditRows(evidence: Evidence): AuditRow[] {
  return evidence.calls.map((story) => {
    const { call, proposed, executed, delivered, decisions } = story
    const result = executed?.output ?? null
    return {
      timestamp: new Date(proposed.at).toISOString(),
      agent_id: call.principal,
      action_type: call.access,
      api_endpoint: call.target,
      action_status: status(story),
      reason: call.reason ?? decisions.find(({ decision }) => decision !== 'allow')?.reason ?? '',
      estimated_cost: call.cost ? formatMoney(call.cost) : '',
      approved_by: decisions.find(({ approvedBy }) => approvedBy)?.approvedBy ?? '',
      execution_status: executed?.outcome ?? 'not-executed',
      result,
      result_summary: JSON.stringify(result).slice(0, 200),
      duration_ms: (delivered ?? executed ?? proposed).at - proposed.at,
    }
  })
}

function status(story: CallStory): AuditRow['action_status'] {
  if (story.executed) return 'executed'
  if (!wasAllowed(story)) return 'denied'
  return story.decisions.some(({ approvedBy }) => approvedBy) ? 'approved' : 'proposed'
}
