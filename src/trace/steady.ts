import { canonical, type Json, sortedNames } from '../kernel/json.ts'
import { NOTHING, type Skip, type Trail } from '../kernel/match-json.ts'

/** Deeper than this, a value is not looked at: agents nest JSON deeper than calls can be. */
const MAX_DEPTH = 200

/** A copy without what is left out; strings trimmed, inner white space folded. */
export function steady(value: Json, skip: Skip = NOTHING, depth = MAX_DEPTH, above?: Trail): Json {
  if (typeof value === 'string') return folded(value)
  if (value === null || typeof value !== 'object') return value
  if (depth === 0) return '[nested deeper]'
  if (Array.isArray(value)) return value.map((item) => steady(item, skip, depth - 1, above))
  const kept: [string, Json][] = []
  for (const [name, member] of Object.entries(value)) {
    if (!skip(name, above)) kept.push([name, steady(member, skip, depth - 1, { name, above })])
  }
  // Not by assignment, which would lose a member named '__proto__'.
  return Object.fromEntries(kept)
}

/** The canonical text of a value without what is left out: that of `steady`, without making the copy. */
export function steadyText(value: Json, skip: Skip = NOTHING, depth = MAX_DEPTH, above?: Trail): string {
  if (typeof value === 'string') return JSON.stringify(folded(value))
  if (value === null || typeof value !== 'object') return canonical(value)
  if (depth === 0) return canonical(steady(value, skip, 0, above))
  if (Array.isArray(value)) return `[${value.map((item) => steadyText(item, skip, depth - 1, above)).join(',')}]`
  let text = ''
  for (const name of sortedNames(value)) {
    const member = value[name]
    if (member === undefined || skip(name, above)) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${steadyText(member, skip, depth - 1, { name, above })}`
  }
  return `{${text}}`
}

/** Single spaces between words stay what they are: most texts are found to be so by one look, and not made anew. */
function folded(text: string): string {
  return /^\s|\s$|\s\s|[^\S ]/.test(text) ? text.trim().replace(/\s+/g, ' ') : text
}
