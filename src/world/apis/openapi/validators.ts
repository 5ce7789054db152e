import type { ErrorObject, FuncKeywordDefinition, ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { formats } from './formats.ts'
import { isNode, type Node } from './node.ts'
import { patternOf } from './patterns.ts'
import type { Schemas } from './schemas.ts'

/** Something that does not fit. */
export interface Misfit {
  /** Where in the value: '/items/0/amount'. */
  path: string
  message: string
}

/** What does not fit in a value; nothing where all does. */
export type Check = (value: unknown) => readonly Misfit[]

/** How values come: JSON as it is, or texts (of an address, a form) that may stand for numbers and truth. */
export type Kind = 'json' | 'text'

const SCHEMAS = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames']
const LISTS = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const NAMED = ['properties', 'patternProperties', 'dependentSchemas']
const NUMBERS = ['multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum']
const COUNTS = [
  'maxLength',
  'minLength',
  'maxItems',
  'minItems',
  'maxProperties',
  'minProperties',
  'minContains',
  'maxContains',
]
const MOST_MISFITS = 20

/**
 * ajv over the schemas of a specification. A schema is compiled when a value is first held against it, and what it refers
 * to when that is met: to compile all that a schema of a large specification leads to takes seconds.
 */
export class Validators {
  readonly #schemas: Schemas
  readonly #made = { json: new WeakMap<object, ValidateFunction>(), text: new WeakMap<object, ValidateFunction>() }
  readonly #open = new Set<string>()
  readonly #ajv: Readonly<Record<Kind, Ajv2020>>

  constructor(schemas: Schemas) {
    this.#schemas = schemas
    this.#ajv = { json: this.#engine('json'), text: this.#engine('text') }
  }

  /** Of texts: a value that stands for a number is made one, where it stands. */
  check(schema: unknown, kind: Kind = 'json'): Check {
    if (!isNode(schema)) return () => (schema === false ? [{ path: '', message: 'nothing is accepted here' }] : [])
    return (value) => {
      const validate = this.#validator(schema, kind)
      return validate(value) ? [] : misfitsOf(validate.errors ?? [])
    }
  }

  #validator(schema: Node, kind: Kind): ValidateFunction {
    const known = this.#made[kind].get(schema)
    if (known) return known
    const made = this.#ajv[kind].compile(this.#plain(schema) as object)
    this.#made[kind].set(schema, made)
    return made
  }

  #engine(kind: Kind): Ajv2020 {
    const engine = new Ajv2020({
      ...{ strict: false, validateSchema: false, addUsedSchema: false, ownProperties: true, logger: false },
      ...{ coerceTypes: kind === 'text' ? 'array' : false, validateFormats: false, inlineRefs: false },
    })
    engine.addKeyword({ keyword: 'refersTo', compile: () => () => true, ...this.#reference(kind) })
    engine.addKeyword({
      keyword: 'fitsPattern',
      type: 'string',
      ...textual((said, text) => patternOf(said)?.fits(text) ?? true, 'pattern'),
    })
    engine.addKeyword({
      keyword: 'fitsFormat',
      type: 'string',
      ...textual((said, text) => formats.get(said)?.fits(text) ?? true, 'format'),
    })
    return engine
  }

  #reference(kind: Kind): Pick<FuncKeywordDefinition, 'validate' | 'errors' | 'compile'> {
    return {
      errors: 'full',
      compile: (pointer: string) => {
        const own: ReturnType<NonNullable<FuncKeywordDefinition['compile']>> = (data, context) => {
          const target = this.#schemas.target(pointer)
          if (!isNode(target)) return target !== false
          // A circle of references at one place says nothing.
          const here = `${pointer} ${context?.instancePath ?? ''}`
          if (this.#open.has(here)) return true
          this.#open.add(here)
          try {
            const validate = this.#validator(target, kind)
            const fits = validate(data, context) as boolean
            own.errors = validate.errors ?? []
            return fits
          } finally {
            this.#open.delete(here)
          }
        }
        return own
      },
    }
  }

  /** The words of a schema that mean something to ajv, and nothing else: a specification is no program of ajv's. */
  #plain(schema: unknown): unknown {
    if (!isNode(schema)) return schema !== false
    const plain: Record<string, unknown> = {}
    const { $ref, pattern, format, type, required } = schema
    if (typeof $ref === 'string') plain.refersTo = $ref
    if (typeof pattern === 'string') plain.fitsPattern = pattern
    if (typeof format === 'string') plain.fitsFormat = format
    if (isType(type)) plain.type = type
    if (Array.isArray(required)) plain.required = [...new Set(required.filter((name) => typeof name === 'string'))]
    for (const word of SCHEMAS) if (isSchema(schema[word])) plain[word] = this.#plain(schema[word])
    for (const word of LISTS) {
      const said = schema[word]
      if (Array.isArray(said) && said.length > 0) plain[word] = said.map((one) => this.#plain(one))
    }
    for (const word of NAMED) if (isNode(schema[word])) plain[word] = this.#named(schema[word], word)
    for (const word of NUMBERS) if (isNumber(schema[word], word)) plain[word] = schema[word]
    for (const word of COUNTS) if (isCount(schema[word])) plain[word] = schema[word]
    if (Array.isArray(schema.enum) && schema.enum.length > 0) plain.enum = distinct(schema.enum)
    if (schema.const !== undefined) plain.const = schema.const
    if (schema.uniqueItems === true) plain.uniqueItems = true
    return plain
  }

  #named(schemas: Node, word: string): Node {
    const entries = Object.entries(schemas).map(([name, one]) => [name, this.#plain(one)] as const)
    const fitting = word === 'patternProperties' ? entries.filter(([name]) => isQuick(name)) : entries
    return Object.fromEntries(fitting)
  }
}

/** ajv runs these itself. */
function isQuick(source: string): boolean {
  return patternOf(source) !== undefined && !/[*+}]\)*[*+{]/.test(source)
}

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']

function isType(type: unknown): boolean {
  if (Array.isArray(type))
    return type.length > 0 && type.every((one) => TYPES.includes(one)) && new Set(type).size === type.length
  return typeof type === 'string' && TYPES.includes(type)
}

function isSchema(value: unknown): boolean {
  return typeof value === 'boolean' || isNode(value)
}

function isNumber(value: unknown, word: string): boolean {
  return typeof value === 'number' && Number.isFinite(value) && (word !== 'multipleOf' || value > 0)
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}

function distinct(values: readonly unknown[]): unknown[] {
  const seen = new Map(values.map((value) => [JSON.stringify(value), value]))
  return [...seen.values()]
}

function textual(
  fits: (said: string, text: string) => boolean,
  word: string,
): Pick<FuncKeywordDefinition, 'validate' | 'errors'> {
  const validate: FuncKeywordDefinition['validate'] = (said: string, text: string) => {
    const good = fits(said, text)
    if (!good && validate) validate.errors = [{ keyword: word, message: `must match ${word} "${said}"`, params: {} }]
    return good
  }
  return { validate, errors: true }
}

function misfitsOf(errors: readonly ErrorObject[]): Misfit[] {
  const misfits = errors.slice(0, MOST_MISFITS).map(({ instancePath, message = 'does not fit', params, keyword }) => ({
    path: keyword === 'required' ? `${instancePath}/${params.missingProperty}` : instancePath,
    message:
      keyword === 'enum'
        ? `must be one of ${shownList(params.allowedValues)}`
        : keyword === 'required'
          ? 'is required'
          : message,
  }))
  return misfits.length > 0 ? misfits : [{ path: '', message: 'does not fit' }]
}

function shownList(values: unknown): string {
  const shown = Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : []
  return shown.length > 10 ? `${shown.slice(0, 10).join(', ')} ...` : shown.join(', ')
}
