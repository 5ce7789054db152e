import { canonical, type Json } from '../../../kernel/json.ts'
import { shorten } from '../../text/quantity.ts'

/** One field that is not what it was. */
export interface FieldChange {
  /** 'body.amount'; '' for the value as a whole. */
  field: string
  kind: 'added' | 'removed' | 'changed'
  before: string | null
  after: string | null
}

const SHOWN = 30
const LONGEST = 400

/** What differs between two values, field by field, in the order of their members. `more` counts what is not listed. */
export function changesOf(before: Json | undefined, after: Json | undefined): { changes: FieldChange[]; more: number } {
  const all = compare('', before, after)
  return { changes: all.slice(0, SHOWN), more: Math.max(0, all.length - SHOWN) }
}

function compare(field: string, before: Json | undefined, after: Json | undefined): FieldChange[] {
  const [old, now] = [membersOf(before), membersOf(after)]
  // A created or deleted object is listed by its fields as well.
  const fields = old && now ? [old, now] : field === '' && (old ?? now) ? [old ?? {}, now ?? {}] : undefined
  if (fields && (old || before === undefined) && (now || after === undefined)) {
    const [left = {}, right = {}] = fields
    const names = [...new Set([...Object.keys(left), ...Object.keys(right)])]
    return names.flatMap((name) => compare(field === '' ? name : `${field}.${name}`, left[name], right[name]))
  }
  if (before !== undefined && after !== undefined && canonical(before) === canonical(after)) return []
  const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed'
  return kind === 'added' && after === undefined ? [] : [{ field, kind, before: show(before), after: show(after) }]
}

function membersOf(value: Json | undefined): Record<string, Json> | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined
}

function show(value: Json | undefined): string | null {
  return value === undefined ? null : shorten(JSON.stringify(value), LONGEST)
}
