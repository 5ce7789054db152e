import type { Json } from '../../../kernel/json.ts'
import type { Random } from '../../../kernel/random.ts'
import { fitsRoughly } from './fits-roughly.ts'
import { isNode, listAt } from './node.ts'
import { makeNumber } from './numbers.ts'
import { allowsNull, type Flat, propertiesOf, requiredOf, type Schemas, typeOf } from './schemas.ts'
import { makeText } from './strings.ts'

/** How a value is made. */
export interface Plan {
  random: Random
  /** ms since 1970: what is made is of that time. */
  now: number
  /** Where what is known did not fit: there it is left out. */
  avoid: ReadonlySet<string>
  /** Which branch is taken at a place, where the first did not do. */
  turns: ReadonlyMap<string, number>
  /** Places with branches are told. */
  branched: Set<string>
  /** Says what a member of that name holds, where nothing else is known of it. */
  hint?(name: string, flat: Flat): Json | undefined
  /** Chance of its own for a thing that is known: it looks the same wherever it is shown. */
  streams?: ReadonlyMap<unknown, Random>
  /** Members that nobody asked for are made as well, in the first level. */
  ample?: boolean
  /** Lists have an item at the least, and things a member. */
  filled?: boolean
  /** How many values may be made. */
  room: { left: number }
}

interface At {
  path: string
  name: string
  depth: number
  random: Random
}

const DEEPEST = 40
const MOST_ITEMS = 1_000

/** Makes a value of a schema in which what is known stands wherever it could. */
export class Maker {
  readonly #schemas: Schemas
  readonly #plan: Plan

  constructor(schemas: Schemas, plan: Plan) {
    this.#schemas = schemas
    this.#plan = plan
  }

  make(schema: unknown, known: Json | undefined): Json {
    return this.#value(schema, known, { path: '', name: '', depth: 0, random: this.#plan.random })
  }

  #value(schema: unknown, given: Json | undefined, at: At): Json {
    const flat = this.#schemas.flat(schema)
    const known = this.#plan.avoid.has(at.path) ? undefined : given
    if (--this.#plan.room.left < 0 || at.depth > DEEPEST) return empty(flat)
    const random = (known !== undefined && this.#plan.streams?.get(known)) || at.random
    return this.#branch(flat, known, { ...at, random }, 0)
  }

  #branch(flat: Flat, known: Json | undefined, at: At, nesting: number): Json {
    const branches = this.#schemas.branches(flat)
    if (branches.length <= 1 || nesting > 10) return this.#plain(flat, known, at)
    this.#plan.branched.add(at.path)
    const ranked = this.#ranked(branches, known)
    const turn = this.#plan.turns.get(at.path) ?? 0
    const chosen = ranked[turn % ranked.length] ?? flat
    return this.#branch(chosen, known, at, nesting + 1)
  }

  /** The one that what is known fits best, then the simplest. */
  #ranked(branches: readonly Flat[], known: Json | undefined): Flat[] {
    const score = (branch: Flat) => {
      const inner = this.#schemas.branches(branch)[0] ?? branch
      if (known === undefined) return -weight(inner)
      if (!fitsRoughly(this.#schemas, branch, known)) return -1_000
      return isNode(known) ? this.#shared(inner, known) : 10 - weight(inner)
    }
    const scored = branches.map((branch, index) => ({ branch, index, score: score(branch) }))
    return scored.sort((a, b) => b.score - a.score || a.index - b.index).map(({ branch }) => branch)
  }

  /** How many members of what is known a branch has; one that says something else takes it out of the running. */
  #shared(branch: Flat, known: object): number {
    const properties = propertiesOf(branch)
    let score = 0
    for (const [name, value] of Object.entries(known)) {
      if (!Object.hasOwn(properties, name)) continue
      score += fitsRoughly(this.#schemas, this.#schemas.flat(properties[name]), value) ? 10 : -100
    }
    return score - requiredOf(branch).filter((name) => !Object.hasOwn(known, name)).length
  }

  #plain(flat: Flat, known: Json | undefined, at: At): Json {
    if (known !== undefined && !isContainer(known) && fitsRoughly(this.#schemas, flat, known)) return known
    if (flat.const !== undefined) return flat.const as Json
    if (flat.default !== undefined && this.#isUsual(flat)) return flat.default as Json
    const options = listAt(flat, 'enum')
    if (options.length > 0) return this.#option(options, known, at)
    const type = known === undefined ? typeOf(flat) : (typeOf(flat) ?? typeOfValue(known))
    if (
      known === undefined &&
      allowsNull(flat) &&
      (type === undefined || type === 'object' || (type === 'array' && at.depth > 0))
    )
      return null
    return this.#typed(type, flat, known, at)
  }

  #typed(type: string | undefined, flat: Flat, known: Json | undefined, at: At): Json {
    const making = { name: at.name, random: at.random, now: this.#plan.now }
    switch (type) {
      case 'object':
        return this.#object(flat, isNode(known) ? (known as Record<string, Json>) : {}, at)
      case 'array':
        return this.#array(flat, Array.isArray(known) ? known : undefined, at)
      case 'string':
        return makeText(flat, making)
      case 'integer':
      case 'number':
        return makeNumber(flat, type === 'integer', making)
      case 'boolean':
        return at.random.int(2) === 1
      default:
        return known ?? {}
    }
  }

  /** What a schema says to be so unless somebody says otherwise. Of what is made of parts, it is rarely all. */
  #isUsual(flat: Flat): boolean {
    return !isContainer(flat.default as Json) && fitsRoughly(this.#schemas, flat, flat.default)
  }

  #option(options: readonly unknown[], known: Json | undefined, at: At): Json {
    const real = options.filter((option) => option !== null)
    const same = real.find((option) => typeof known === 'string' && String(option) === known)
    // What is new is in the first of its states.
    const first = /^(status|state)$/.test(at.name) ? real[0] : undefined
    return (same ?? first ?? at.random.pick(real.length > 0 ? real : options)) as Json
  }

  #object(flat: Flat, known: Record<string, Json>, at: At): Json {
    const properties = propertiesOf(flat)
    const required = new Set(requiredOf(flat))
    const made: [string, Json][] = []
    for (const [name, schema] of Object.entries(properties)) {
      const given = Object.hasOwn(known, name) ? known[name] : this.#hinted(name, schema)
      if (given === undefined && !required.has(name) && !this.#wanted(schema, at)) continue
      if (given !== undefined && !required.has(name) && this.#plan.avoid.has(`${at.path}/${escaped(name)}`)) continue
      made.push([name, this.#value(schema, given, this.#inside(at, name))])
    }
    for (const name of required)
      if (!Object.hasOwn(properties, name)) made.push([name, this.#extra(flat, known[name], at, name)])
    for (const [name, value] of Object.entries(known)) if (this.#mayKeep(flat, name)) made.push([name, value])
    const fewest = Object.keys(properties).length > 0 ? this.#fewest(at) : 0
    const least = Math.max(
      fewest,
      typeof flat.minProperties === 'number' ? Math.min(flat.minProperties, MOST_ITEMS) : 0,
    )
    const spare = Object.keys(properties).filter((name) => !made.some(([other]) => other === name))
    for (const name of spare.slice(0, Math.max(0, least - made.length)))
      made.push([name, this.#value(properties[name], undefined, this.#inside(at, name))])
    for (let more = made.length; more < least; more++)
      made.push([`key_${more}`, this.#extra(flat, undefined, at, `key_${more}`)])
    return Object.fromEntries(made)
  }

  /** What a schema does not name is kept where it names nothing, or says what it is to be. */
  #mayKeep(flat: Flat, name: string): boolean {
    const properties = propertiesOf(flat)
    if (Object.hasOwn(properties, name) || requiredOf(flat).includes(name)) return false
    const { additionalProperties } = flat
    return additionalProperties !== false && (Object.keys(properties).length === 0 || isNode(additionalProperties))
  }

  #extra(flat: Flat, known: Json | undefined, at: At, name: string): Json {
    const { additionalProperties } = flat
    return this.#value(
      isNode(additionalProperties) ? additionalProperties : { type: 'string' },
      known,
      this.#inside(at, name),
    )
  }

  #hinted(name: string, schema: unknown): Json | undefined {
    if (!this.#plan.hint) return undefined
    const flat = this.#schemas.flat(schema)
    const hint = this.#plan.hint(name, flat)
    if (hint === undefined) return undefined
    return fitsRoughly(this.#schemas, flat, hint) ? hint : undefined
  }

  /** Texts, numbers and the like make a thing look real; what is made of parts may go on for ever. */
  #wanted(schema: unknown, { depth }: At): boolean {
    if (!this.#plan.ample || depth > 0) return false
    const flat = this.#schemas.flat(schema)
    if (flat.writeOnly === true || flat.deprecated === true) return false
    const branches = this.#schemas.branches(flat)
    return branches.some((branch) => ['string', 'integer', 'number', 'boolean'].includes(typeOf(branch) ?? ''))
  }

  #fewest({ depth }: At): number {
    return this.#plan.filled && depth > 0 && depth < 5 ? 1 : 0
  }

  #array(flat: Flat, known: readonly Json[] | undefined, at: At): Json {
    const first = listAt(flat, 'prefixItems')
    const fewest = this.#fewest(at)
    const least = Math.min(typeof flat.minItems === 'number' ? Math.max(flat.minItems, fewest) : fewest, MOST_ITEMS)
    const most = typeof flat.maxItems === 'number' ? Math.max(0, flat.maxItems) : Number.POSITIVE_INFINITY
    const items = known?.slice(0, most) ?? []
    const count = Math.min(most, Math.max(items.length, least, Math.min(first.length, most)))
    const seen = new Set<string>()
    const made: Json[] = []
    for (let index = 0; index < count; index++) {
      const item = this.#item({ flat, first, index, known: items[index], seen }, at)
      if (item !== undefined) made.push(item)
    }
    return made
  }

  #item(
    {
      flat,
      first,
      index,
      known,
      seen,
    }: { flat: Flat; first: readonly unknown[]; index: number; known: Json | undefined; seen: Set<string> },
    at: At,
  ): Json | undefined {
    const schema = index < first.length ? first[index] : flat.items
    for (let turn = 0; turn < (flat.uniqueItems === true ? 20 : 1); turn++) {
      const inside = this.#inside(at, String(index))
      const item = this.#value(schema, known, {
        ...inside,
        name: at.name.replace(/s$/, ''),
        random: inside.random.fork(turn),
      })
      if (flat.uniqueItems !== true) return item
      const text = JSON.stringify(item)
      if (!seen.has(text)) {
        seen.add(text)
        return item
      }
    }
    return undefined
  }

  #inside(at: At, name: string): At {
    return { path: `${at.path}/${escaped(name)}`, name, depth: at.depth + 1, random: at.random.fork(name) }
  }
}

/** As a JSON pointer spells it. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

function isContainer(value: Json): boolean {
  return typeof value === 'object' && value !== null
}

function typeOfValue(value: Json): string | undefined {
  return Array.isArray(value) ? 'array' : isNode(value) ? 'object' : undefined
}

/** What there is no room for. */
function empty(flat: Flat): Json {
  if (allowsNull(flat)) return null
  const type = typeOf(flat)
  return type === 'array'
    ? []
    : type === 'string'
      ? ''
      : type === 'integer' || type === 'number'
        ? 0
        : type === 'boolean'
          ? false
          : {}
}

/** Texts before numbers before lists before things. */
function weight(flat: Flat): number {
  const ranks: Record<string, number> = { string: 1, integer: 2, number: 2, boolean: 2, array: 4, object: 5 }
  return ranks[typeOf(flat) ?? ''] ?? 3
}
