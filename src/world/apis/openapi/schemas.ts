import { UsageError } from '../../../kernel/errors.ts'
import { canonical } from '../../../kernel/json.ts'
import { isNode, listAt, type Node, nodeAt } from './node.ts'
import { atPointer } from './pointer.ts'
import type { Specification } from './read.ts'

/** A schema without `$ref` and `allOf`: what they say stands in it. Its branches (`oneOf`, `anyOf`) stay. */
export type Flat = Node

const ANYTHING: Flat = Object.freeze({})
const NOTHING: Flat = Object.freeze({ not: ANYTHING })
const LONGEST_CHAIN = 100

/** The schemas of a specification, made flat when somebody asks, and once. */
export class Schemas {
  readonly specification: Specification
  readonly #flat = new WeakMap<object, Flat>()
  readonly #branches = new WeakMap<Flat, readonly Flat[]>()
  readonly #open = new Set<object>()

  constructor(specification: Specification) {
    this.specification = specification
  }

  /** What a node stands for, references followed. @throws {UsageError} one leads nowhere, or around in a circle. */
  follow(node: unknown): unknown {
    let at = node
    for (let step = 0; isNode(at) && typeof at.$ref === 'string'; step++) {
      if (step > LONGEST_CHAIN) throw this.#refuse(at.$ref, 'leads around in a circle')
      at = this.target(at.$ref)
    }
    return at
  }

  /** @throws {UsageError} the pointer leads nowhere. */
  target(pointer: string): unknown {
    const found = atPointer(this.specification.root, pointer)
    if (found === undefined) throw this.#refuse(pointer, 'leads nowhere')
    return found
  }

  /** A circle of references says nothing. */
  flat(schema: unknown): Flat {
    if (schema === false) return NOTHING
    if (!isNode(schema)) return ANYTHING
    const known = this.#flat.get(schema)
    if (known) return known
    if (this.#open.has(schema)) return ANYTHING
    this.#open.add(schema)
    try {
      const made = this.#flatten(schema)
      this.#flat.set(schema, made)
      return made
    } finally {
      this.#open.delete(schema)
    }
  }

  /** A flat schema, once for each of its branches; itself alone where it has none. */
  branches(flat: Flat): readonly Flat[] {
    const known = this.#branches.get(flat)
    if (known) return known
    const { oneOf, anyOf, ...base } = flat
    const first = listAt({ oneOf }, 'oneOf')
    const second = listAt({ anyOf }, 'anyOf')
    const options = first.length > 0 ? first : second
    const rest = first.length > 0 && second.length > 0 ? { ...base, anyOf } : base
    const made = options.length === 0 ? [flat] : options.map((option) => merge(rest, this.flat(option)))
    this.#branches.set(flat, made)
    return made
  }

  #flatten(schema: Node): Flat {
    const { $ref, allOf, ...rest } = schema
    const parts = listAt({ allOf }, 'allOf').map((part) => this.flat(part))
    if (typeof $ref === 'string') parts.unshift(this.flat(this.target($ref)))
    if (parts.length === 0) return Object.hasOwn(schema, 'allOf') ? rest : schema
    return [...parts, rest].reduce(merge)
  }

  #refuse(pointer: string, why: string): UsageError {
    return new UsageError(`Failed to read ${this.specification.file}: "$ref": "${pointer}" ${why}.`)
  }
}

/** The types that a flat schema allows, null left out; by its other words where it names none. */
export function typesOf(flat: Flat): string[] {
  const { type } = flat
  const named =
    typeof type === 'string' ? [type] : Array.isArray(type) ? type.filter((one) => typeof one === 'string') : []
  const real = named.filter((one) => one !== 'null')
  if (real.length > 0) return real
  if (Object.hasOwn(flat, 'properties') || Object.hasOwn(flat, 'additionalProperties')) return ['object']
  if (Object.hasOwn(flat, 'items') || Object.hasOwn(flat, 'prefixItems')) return ['array']
  if (['minLength', 'maxLength', 'pattern', 'format'].some((word) => Object.hasOwn(flat, word))) return ['string']
  if (['minimum', 'maximum', 'multipleOf'].some((word) => Object.hasOwn(flat, word))) return ['number']
  return []
}

export function allowsNull(flat: Flat): boolean {
  const { type } = flat
  return type === 'null' || (Array.isArray(type) && type.includes('null'))
}

/** Both at once. Branches of both are kept where one of the two has none of that kind. */
function merge(a: Flat, b: Flat): Flat {
  const made: Record<string, unknown> = { ...a }
  for (const [word, said] of Object.entries(b)) {
    made[word] = Object.hasOwn(a, word) ? (MERGES[word] ?? later)(a[word], said) : said
  }
  return made
}

type Merge = (a: unknown, b: unknown) => unknown

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const later: Merge = (_, b) => b
const greater: Merge = (a, b) => Math.max(Number(a), Number(b))
const smaller: Merge = (a, b) => Math.min(Number(a), Number(b))
const both: Merge = (a, b) => (a === b ? a : { allOf: [a, b] })

const MERGES: Readonly<Record<string, Merge>> = {
  type: (a, b) => {
    const second = [b].flat()
    const shared = [a].flat().filter((one) => second.includes(one) || (one === 'integer' && second.includes('number')))
    const turned =
      shared.length > 0
        ? shared
        : second.includes('integer') && [a].flat().includes('number')
          ? ['integer']
          : [b].flat()
    return turned.length === 1 ? turned[0] : turned
  },
  enum: (a, b) => {
    const second = new Set(list(b).map(canonical))
    const shared = list(a).filter((one) => second.has(canonical(one)))
    return shared.length > 0 ? shared : b
  },
  required: (a, b) => [...new Set([...list(a), ...list(b)])],
  properties: (a, b) => mergeNamed(a, b),
  patternProperties: (a, b) => mergeNamed(a, b),
  items: both,
  additionalProperties: (a, b) => (a === true ? b : b === true ? a : a === false || b === false ? false : both(a, b)),
  minimum: greater,
  exclusiveMinimum: greater,
  minLength: greater,
  minItems: greater,
  minProperties: greater,
  maximum: smaller,
  exclusiveMaximum: smaller,
  maxLength: smaller,
  maxItems: smaller,
  maxProperties: smaller,
  oneOf: (a, b) => (a === b ? a : [...list(a), ...list(b)]),
  anyOf: (a, b) => (a === b ? a : [...list(a), ...list(b)]),
}

function mergeNamed(a: unknown, b: unknown): Node {
  const made: Record<string, unknown> = { ...(isNode(a) && a) }
  for (const [name, said] of Object.entries(isNode(b) ? b : {}))
    made[name] = Object.hasOwn(made, name) ? both(made[name], said) : said
  return made
}

/** The properties of a flat schema. */
export function propertiesOf(flat: Flat): Node {
  return nodeAt(flat, 'properties')
}

export function requiredOf(flat: Flat): string[] {
  return listAt(flat, 'required').filter((name) => typeof name === 'string')
}

/** 'object', 'array', 'string' ...: the first type; undefined where anything will do. */
export function typeOf(flat: Flat): string | undefined {
  return typesOf(flat)[0]
}
