import { HttpResponse } from 'msw'
import type { Json } from '../../../kernel/json.ts'
import { createRandom } from '../../../kernel/random.ts'
import { fitsRoughly } from './fits-roughly.ts'
import type { Generator } from './generator.ts'
import { answerWith, isJson, type Operation } from './operations.ts'
import { type Flat, type Schemas, typeOf } from './schemas.ts'

/** Why the API says no. */
export interface Refused {
  /** The first that the operation knows; the first of all where it knows none. */
  status: number | readonly number[]
  /** A word for programs: 'not_found'. */
  code: string
  message: string
  /** What is wrong: 'amount'. */
  param?: string | undefined
  headers?: Readonly<Record<string, string>> | undefined
}

/** Says no in the API's own form, where its specification has one. */
export class Refusals {
  readonly #schemas: Schemas
  readonly #generator: Generator

  constructor(schemas: Schemas, generator: Generator) {
    this.#schemas = schemas
    this.#generator = generator
  }

  answer(operation: Operation, refused: Refused): Response {
    const status = this.#status(operation, refused.status)
    const found = answerWith(this.#schemas, operation, status)
    const type = found?.type ?? 'application/json'
    const headers = { ...refused.headers, 'content-type': isJson(type) && type !== '*/*' ? type : 'application/json' }
    const body =
      found?.type !== undefined && isJson(found.type) && !isBlank(found.schema)
        ? this.#body(found.schema, refused, status)
        : plainBody(refused)
    return HttpResponse.json(body, { status, headers })
  }

  #status({ responses }: Operation, wanted: Refused['status']): number {
    const list = [wanted].flat()
    return list.find((one) => Object.hasOwn(responses, String(one))) ?? list[0] ?? 400
  }

  #body(schema: unknown, refused: Refused, status: number): Json {
    const values = valuesOf(refused, status)
    const hint = (name: string, flat: Flat) => {
      const options = values(name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase(), flat)
      return options.find((one) => one !== undefined && fitsRoughly(this.#schemas, flat, one))
    }
    // The same no says the same every time.
    const random = createRandom(`${refused.code} ${refused.message}`)
    return this.#generator.make(schema, { random, now: 0, hint })
  }
}

function isBlank(schema: unknown): boolean {
  return typeof schema !== 'object' || schema === null || Object.keys(schema).length === 0
}

function plainBody({ code, message, param }: Refused): Json {
  return { error: { code, message, ...(param !== undefined && { param }) } }
}

/** What fields of such names say in an error. */
function valuesOf({ code, message, param }: Refused, status: number) {
  return (name: string, flat: Flat): (Json | undefined)[] => {
    if (/^(error_?)?(messages?|detail|details|description|error_description|title|summary|msg|reason)$/.test(name))
      return [message, [message]]
    if (/^(error_?)?(code|name|slug|key)$/.test(name)) return [code, status, String(status)]
    if (/^(http_?)?status(_?code)?$/.test(name)) return [status, String(status), code]
    if (/^(param|parameter|field|property|source|location|path|pointer)$/.test(name)) return [param, {}]
    if (/^(error|meta|fault)$/.test(name)) return [message, {}]
    if (/^(errors|problems|violations|issues)$/.test(name)) return typeOf(flat) === 'array' ? [[{}]] : [{}]
    if (name === 'type' && /^uri/.test(String(flat.format))) return ['about:blank']
    if (/^(ok|success|succeeded)$/.test(name)) return [false]
    return []
  }
}
