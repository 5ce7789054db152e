import type { Json } from '../../../kernel/json.ts'
import { suggest } from '../../../kernel/nearest.ts'
import { isObject } from '../../../kernel/object.ts'
import type { Collection } from '../../collection.ts'
import { Behaviour, type Means } from './behaviour.ts'
import { countRequest } from './limits.ts'
import type { Operation } from './operations.ts'
import type { Refused } from './refusals.ts'
import { keepReply, repeatableOf, replyBefore } from './repeats.ts'
import { type Asked, RequestReader, type Wrong } from './request.ts'
import type { Resource } from './resources.ts'
import type { Role } from './roles.ts'
import { type Keys, refuseKey } from './security.ts'
import type { OpenApiSource, OperationCall, OperationHandler, OperationOverride } from './source.ts'
import { nowInTrial } from './trial.ts'
import type { Validators } from './validators.ts'

/** What an API is served with. */
export interface Serving extends Means {
  validators: Validators
  keys: Keys
  source: OpenApiSource
  resources: ReadonlyMap<string, Resource>
}

/** An operation, what it does and what is said of it. */
export interface Served {
  operation: Operation
  role: Role
  resource: Resource
  override: OperationOverride
}

type Resolver = (info: { request: Request; params: object }) => Promise<Response>

/** Answers the requests of one operation. What it needs is made when the first one comes. */
export function resolverOf(serving: Serving, served: Served): Resolver {
  let made: Answerer | undefined
  return ({ request, params }) => {
    made ??= new Answerer(serving, served)
    return made.answer(request, params as Record<string, string>)
  }
}

class Answerer {
  readonly #serving: Serving
  readonly #operation: Operation
  readonly #handler: OperationHandler | undefined
  readonly #behaviour: Behaviour
  readonly #reader: RequestReader
  readonly #collections: Readonly<Record<string, Collection<{ [name: string]: Json }>>>

  constructor(serving: Serving, { operation, role, resource, override }: Served) {
    this.#serving = serving
    this.#operation = operation
    this.#handler = override.handler
    this.#behaviour = new Behaviour(serving, {
      operation,
      role,
      resource,
      said: { prefix: override.prefix, set: override.set },
    })
    this.#reader = new RequestReader(operation, serving.schemas, serving.validators)
    this.#collections = named(serving.resources)
  }

  async answer(request: Request, params: Record<string, string>): Promise<Response> {
    const { api, schemas, keys, source } = this.#serving
    const { refused, headers } = countRequest(api, this.#operation, schemas, source.rateLimit)
    const no = refused ?? refuseKey(this.#operation, request, schemas, keys)
    const response = no ? this.#refuse(no) : await this.#checked(request, this.#renamed(params))
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
    return response
  }

  async #checked(request: Request, params: Record<string, string>): Promise<Response> {
    const { asked, wrong } = await this.#reader.read(request, params)
    const [first] = wrong
    if (first) return this.#refuse(refusalOf(first))
    const { api, source } = this.#serving
    const repeatable = repeatableOf(this.#operation, request, asked, source.idempotency)
    const before = repeatable && replyBefore(api, repeatable)
    if (before) return before instanceof Response ? before : this.#refuse(before)
    const response = await this.#answered(asked, new URL(request.url))
    if (repeatable) await keepReply(api, repeatable, response)
    return response
  }

  async #answered(asked: Asked, url: URL): Promise<Response> {
    if (!this.#handler) return this.#behaviour.run(asked, url)
    const call: OperationCall = {
      ...asked,
      now: nowInTrial(),
      collections: this.#collections,
      next: (fields) => this.#behaviour.run(asked, url, fields),
      refuse: (status, message, code = 'invalid_request') => this.#refuse({ status, code, message }),
      answer: (known, status) => this.#behaviour.answer(known, status === undefined ? {} : { status }),
    }
    const said = await this.#handler(call)
    return said instanceof Response ? said : this.#behaviour.answer(isObject(said) ? said : {})
  }

  #refuse(refused: Refused): Response {
    return this.#serving.refusals.answer(this.#operation, refused)
  }

  /** Parts of a path as the specification calls them: msw takes no other signs than those of a word. */
  #renamed(params: Record<string, string>): Record<string, string> {
    const named = this.#operation.parameters.filter(({ in: place }) => place === 'path')
    return Object.fromEntries(named.map(({ name }) => [name, params[partName(name)] ?? '']))
  }
}

/** What msw calls a part of a path: 'user-id' is 'user_id'. */
export function partName(name: string): string {
  const plain = name.replace(/\W/g, '_')
  return /^\d/.test(plain) ? `_${plain}` : plain
}

function refusalOf({ in: place, path, message, isType }: Wrong): Refused {
  const param = path.slice(1).replaceAll('/', '.')
  const what = param === '' ? `The ${place}` : `${param} (${place})`
  const status = isType ? [415, 400, 422] : place === 'body' ? [400, 422] : [400, 422, 404]
  return {
    status,
    code: isType ? 'unsupported_media_type' : 'invalid_request',
    message: `${what} ${message}.`,
    param: param || place,
  }
}

/** A misspelt collection is told. */
function named(resources: ReadonlyMap<string, Resource>) {
  const all = Object.fromEntries([...resources].map(([name, { collection }]) => [name, collection]))
  return new Proxy(all, {
    get: (target, name) => {
      if (typeof name !== 'string' || Object.hasOwn(target, name)) return Reflect.get(target, name)
      throw new Error(`There is no collection "${name}".${suggest(name, Object.keys(target))}`)
    },
  })
}
