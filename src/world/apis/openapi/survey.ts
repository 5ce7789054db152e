import { UsageError } from '../../../kernel/errors.ts'
import { pointerTo } from './pointer.ts'

/** A `$ref` of a file. */
export interface Reference {
  to: string
  /** Where it stands: '#/paths/~1refunds/post'. */
  where: string
  put(to: string): void
}

interface Step {
  value: unknown
  key: string
  above: Step | undefined
  depth: number
  /** Is it data, which refers to nothing? */
  data: boolean
  /** Are its keys names that somebody chose, and no words of OpenAPI? */
  names: boolean
}

/** Deeper ones overflow the stack of whoever reads them. */
const MOST_DEEP = 500
const MOST_NODES = 20_000_000

/** What stands in these is data. */
const DATA = ['example', 'examples', 'default', 'enum', 'const', 'x-example', 'x-examples']

/** What stands in these goes by names. */
const NAMED = [
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'schemas',
  'responses',
  'parameters',
  'headers',
  'paths',
]

/** Looks a file through: its references, and what no reader of it would survive. @throws {UsageError} with the place. */
export function survey(content: unknown, file: string): Reference[] {
  const found: Reference[] = []
  const seen = new Set<object>()
  const open: Step[] = [{ value: content, key: '', above: undefined, depth: 0, data: false, names: false }]
  for (let step = open.pop(); step; step = open.pop()) {
    const { value, depth } = step
    // What an alias of YAML names again is looked through once.
    if (typeof value !== 'object' || value === null || seen.has(value)) continue
    seen.add(value)
    const refuse = (why: string) => new UsageError(`Failed to load ${file}: ${whereIs(step)}: ${why}.`)
    if (depth > MOST_DEEP) throw refuse(`it is nested deeper than ${MOST_DEEP}`)
    if (seen.size > MOST_NODES) throw refuse(`it has more than ${MOST_NODES} parts`)
    if (Object.hasOwn(value, '__proto__')) throw refuse('"__proto__" is no name that a member may have')
    const reference = step.data || step.names ? undefined : referenceOf(value, step)
    if (reference) found.push(reference)
    for (const [key, inner] of Object.entries(value)) open.push(stepInto(step, key, inner))
  }
  return found
}

function stepInto(above: Step, key: string, value: unknown): Step {
  const { depth, data, names } = above
  const word = !names && !Array.isArray(above.value)
  return {
    ...{ value, key, above, depth: depth + 1 },
    data: data || (word && DATA.includes(key)),
    names: word && NAMED.includes(key) && !Array.isArray(value),
  }
}

function referenceOf(value: object, step: Step): Reference | undefined {
  const holder = value as { $ref?: unknown }
  if (!Object.hasOwn(holder, '$ref') || typeof holder.$ref !== 'string') return undefined
  return {
    to: holder.$ref,
    get where() {
      return whereIs(step)
    },
    put: (to) => {
      holder.$ref = to
    },
  }
}

function whereIs(step: Step): string {
  const keys: string[] = []
  for (let at: Step | undefined = step; at?.above; at = at.above) keys.unshift(at.key)
  return pointerTo(...keys)
}
