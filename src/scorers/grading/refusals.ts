import { fieldOf } from '../../kernel/field.ts'
import type { Json } from '../../kernel/json.ts'
import { type CallStory, seenOutput } from '../../trace/evidence.ts'

/** What PostgreSQL says to a role that lacks a right. Source: its manual, appendix A. */
const SQL_STATES = ['42501', '28000']

/** Was the agent told that it may not do this: by a guard, by a status of 401 or 403, or by the database? */
export function wasForbidden(story: CallStory): boolean {
  const { delivered } = story
  if (delivered?.outcome === 'refused') return true
  if (delivered?.outcome !== 'error') return false
  return delivered.status === 401 || delivered.status === 403 || SQL_STATES.includes(String(codeIn(seenOutput(story))))
}

/** Of a statement it stands at the top, of anything else in an error. */
function codeIn(output: Json = null): Json | undefined {
  return fieldOf(output, 'code') ?? fieldOf(output, 'error.code')
}
