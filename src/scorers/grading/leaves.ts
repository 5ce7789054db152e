import type { Json } from '../../kernel/json.ts'
import { names } from './text.ts'

export type Scalar = null | boolean | number | string

/** A value without members, and what it is said of. */
export interface Leaf {
  /** The member's name; in a list the list's own, '' in a list that is all there is. */
  name: string
  /** The `id` of the nearest object around it that has one; '' where none has. */
  owner: string
  value: Scalar
}

/** Deep or wide, whatever agents send: a stack of its own, first come first. */
export function* leavesOf(json: Json): Generator<Leaf> {
  const open: { value: Json; name: string; owner: string }[] = [{ value: json, name: '', owner: '' }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, name, owner } = next
    if (value === null || typeof value !== 'object') {
      yield { name, owner, value }
      continue
    }
    const isList = Array.isArray(value)
    const mine = isList ? owner : (idOf(value) ?? owner)
    const members = Object.entries(value).reverse()
    for (const [key, member] of members) open.push({ value: member, name: isList ? name : key, owner: mine })
  }
}

function idOf(value: { [key: string]: Json }): string | undefined {
  const id = Object.hasOwn(value, 'id') ? value.id : undefined
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}

/** Does any leaf equal the value, as text, or name it as a word of its own? Never a value with members. */
export function holdsWord(json: Json, value: Json): boolean {
  if (value === null || typeof value === 'object' || value === '') return false
  for (const leaf of leavesOf(json)) {
    if (leaf.value === null) continue
    if (String(leaf.value) === String(value)) return true
    if (typeof leaf.value === 'string' && names(leaf.value, value)) return true
  }
  return false
}
