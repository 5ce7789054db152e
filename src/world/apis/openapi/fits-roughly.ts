import { canonical } from '../../../kernel/json.ts'
import { formats } from './formats.ts'
import { isNode } from './node.ts'
import { patternOf } from './patterns.ts'
import { allowsNull, type Flat, type Schemas, typesOf } from './schemas.ts'

/**
 * Could a value be meant by a schema? A look at the value itself and at nothing in it: what is known of a thing is put
 * where it could stand, and whether all of it fits is for the validator to say.
 */
export function fitsRoughly(schemas: Schemas, flat: Flat, value: unknown): boolean {
  const branches = schemas.branches(flat)
  if (branches.length > 1)
    return branches.some((branch) =>
      branch === flat ? fitsItself(branch, value) : fitsRoughly(schemas, branch, value),
    )
  return fitsItself(branches[0] ?? flat, value)
}

function fitsItself(flat: Flat, value: unknown): boolean {
  if (Array.isArray(flat.enum) && !flat.enum.some((one) => canonical(one) === canonical(value))) return false
  if (flat.const !== undefined && canonical(flat.const) !== canonical(value)) return false
  if (value === null) return allowsNull(flat) || typesOf(flat).length === 0
  const types = typesOf(flat)
  if (types.length > 0 && !types.some((type) => isOf(type, value))) return false
  if (typeof value === 'string') return fitsText(flat, value)
  if (typeof value === 'number') return fitsNumber(flat, value)
  return true
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value)
  if (type === 'object') return isNode(value)
  if (type === 'integer') return Number.isInteger(value)
  return typeof value === type
}

function fitsText({ minLength, maxLength, pattern, format }: Flat, text: string): boolean {
  if (typeof minLength === 'number' && text.length < minLength) return false
  if (typeof maxLength === 'number' && text.length > maxLength) return false
  if (typeof format === 'string' && formats.get(format)?.fits(text) === false) return false
  return typeof pattern !== 'string' || (patternOf(pattern)?.fits(text) ?? true)
}

function fitsNumber({ minimum, maximum }: Flat, value: number): boolean {
  return !(typeof minimum === 'number' && value < minimum) && !(typeof maximum === 'number' && value > maximum)
}
