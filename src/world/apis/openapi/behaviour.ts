import { HttpResponse } from 'msw'
import type { Json } from '../../../kernel/json.ts'
import { isObject } from '../../../kernel/object.ts'
import type { Random } from '../../../kernel/random.ts'
import type { Generator, Wish } from './generator.ts'
import { newId } from './ids.ts'
import { aroundPage, type Kept, pageOf } from './listing.ts'
import { type Answering, goodAnswer, isJson, type Operation } from './operations.ts'
import type { Refusals } from './refusals.ts'
import type { Asked, Fields } from './request.ts'
import { flatOf, idIn, isWithin, keyOf, type Resource, timesOf, unwrapped } from './resources.ts'
import { listIn, memberIn, type Role } from './roles.ts'
import { propertiesOf, type Schemas, typeOf } from './schemas.ts'
import { chanceInTrial, nowInTrial } from './trial.ts'

/** What all operations of an API share. */
export interface Means {
  api: string
  schemas: Schemas
  generator: Generator
  refusals: Refusals
}

/** What is said of an operation beside its specification. */
export interface Said {
  prefix?: string | undefined
  set?: Fields | undefined
}

/** Is what a key says of whose it is of another length? */
function isElsewhere(key: string, scope: readonly Json[]): boolean {
  return key.split('/').length - 1 !== scope.length
}

/** What one operation does to its resource, and how it answers. */
export class Behaviour {
  readonly #means: Means
  readonly #operation: Operation
  readonly #role: Role
  readonly #resource: Resource
  readonly #said: Said
  readonly #good: Answering

  constructor(
    means: Means,
    { operation, role, resource, said }: { operation: Operation; role: Role; resource: Resource; said: Said },
  ) {
    this.#means = means
    this.#operation = operation
    this.#role = role
    this.#resource = resource
    this.#said = said
    this.#good = goodAnswer(means.schemas, operation)
  }

  /** @param more Fields that what is created or changed has, whatever was asked. */
  run(asked: Asked, url: URL, more: Fields = {}): Response {
    const fields = { ...this.#said.set, ...more }
    switch (this.#role.action) {
      case 'create':
        return this.#create(asked, fields)
      case 'read':
        return this.#read(asked, fields)
      case 'update':
        return this.#update(asked, fields)
      case 'delete':
        return this.#delete(asked)
      case 'list':
        return this.#list(asked, url)
      default:
        return this.answer(fields)
    }
  }

  /** Says yes: with what is known, completed as the specification has it. */
  answer(
    known: Json,
    {
      status = this.#good.status,
      ...wish
    }: Partial<Wish> & { status?: number; headers?: Readonly<Record<string, string>> } = {},
  ): Response {
    const { type, schema } = this.#good
    if (type === undefined || [204, 205, 304].includes(status)) return new HttpResponse(null, { status })
    const random = wish.random ?? chanceInTrial('answer', this.#operation.id, JSON.stringify(known))
    const made = this.#means.generator.make(schema, { now: nowInTrial(), random, ample: true, ...wish, known })
    const headers = wish.headers ?? {}
    if (isJson(type))
      return HttpResponse.json(made, {
        status,
        headers: { ...headers, 'content-type': type === '*/*' ? 'application/json' : type },
      })
    return new HttpResponse(typeof made === 'string' ? made : JSON.stringify(made), {
      status,
      headers: { ...headers, 'content-type': type },
    })
  }

  #create(asked: Asked, fields: Fields): Response {
    const { collection, schema, idField } = this.#resource
    const scope = this.#scope(asked)
    const said = this.#fieldsOf(asked)
    const given = { ...this.#owners(asked), ...said, ...fields }
    const id = this.#idOf(given, scope)
    const key = keyOf(scope, id)
    if (collection.get(key))
      return this.#refuse(
        [409, 422, 400],
        'already_exists',
        `There is a ${this.#thing()} "${String(id)}" already.`,
        idField,
      )
    const times = { ...this.#times('created'), ...this.#times('updated') }
    const member = this.#complete(key, { ...times, ...given, [idField]: id }, schema)
    return this.#shown(collection.create(key, member), key)
  }

  /** The fields that were sent; where all of them stand in one ('{ data: { ... } }'), and members have none of that name, those in it. */
  #fieldsOf({ body }: Asked): Fields {
    if (!isObject(body)) return body === null ? {} : { body }
    return unwrapped(body, flatOf(this.#means.schemas, this.#resource.schema))
  }

  #idOf(given: Fields, scope: readonly Json[]): Json {
    const { collection, idField } = this.#resource
    const own = Object.hasOwn(given, idField) ? given[idField] : undefined
    if (typeof own === 'string' || typeof own === 'number') return own
    const { api, schemas } = this.#means
    const taken = (id: Json) => collection.get(keyOf(scope, id)) !== undefined
    return newId(api, this.#resource, { schemas, prefix: this.#said.prefix, taken })
  }

  #read(asked: Asked, fields: Fields): Response {
    const key = this.#key(asked)
    const member = this.#resource.collection.get(key)
    if (member) return this.#shown({ ...member, ...fields }, key)
    if (this.#role.id !== undefined) return this.#missing(asked)
    return this.answer({ ...this.#owners(asked), ...fields }, { random: this.#stream(key) })
  }

  #update(asked: Asked, fields: Fields): Response {
    const { collection, idField } = this.#resource
    const key = this.#key(asked)
    const before = collection.get(key)
    const said = isObject(asked.body) ? this.#fieldsOf(asked) : {}
    if (!before && !this.#mayBeNew()) return this.#missing(asked)
    const { [idField]: _, ...changes } = { ...this.#acted(), ...said, ...fields }
    if (before) return this.#shown(collection.update(key, { ...this.#times('updated'), ...changes }), key)
    const id = this.#role.id === undefined ? {} : { [idField]: asked.path[this.#role.id] ?? idIn(key) }
    const known = { ...this.#times('created'), ...this.#times('updated'), ...this.#owners(asked), ...changes, ...id }
    return this.#shown(collection.create(key, this.#complete(key, known, this.#resource.schema)), key)
  }

  /** Who puts something where nothing is makes it, where nobody else does; and what there is one of is made by whoever changes it first. */
  #mayBeNew(): boolean {
    return this.#role.id === undefined || (this.#operation.method === 'PUT' && !this.#resource.roles.has('create'))
  }

  #delete(asked: Asked): Response {
    const { collection } = this.#resource
    const key = this.#key(asked)
    if (this.#role.id === undefined) {
      for (const { key: one } of this.#all(asked)) collection.delete(one)
      return this.answer({ deleted: true })
    }
    const member = collection.get(key)
    if (!member) return this.#missing(asked)
    collection.delete(key)
    return this.#shown({ ...member, deleted: true }, key)
  }

  #list(asked: Asked, url: URL): Response {
    const { schemas } = this.#means
    const item = flatOf(schemas, this.#resource.schema)
    const page = pageOf(this.#all(asked), asked.query, { operation: this.#operation, item, schemas })
    const streams = new Map(page.kept.map(({ key, member }) => [member, this.#stream(key)]))
    const members = page.kept.map(({ member }) => member)
    const place = listIn(schemas, this.#good.schema, this.#resource.name)?.path ?? []
    const known = place.length === 0 ? members : { [place[0] ?? '']: members }
    const following = new URL(url)
    if (page.next) following.searchParams.set(page.next.name, page.next.value)
    const linked = page.next && Object.keys(this.#good.headers).some((name) => name.toLowerCase() === 'link')
    const headers: Record<string, string> = linked ? { link: `<${following.href}>; rel="next"` } : {}
    return this.answer(known, {
      streams: streams as ReadonlyMap<unknown, Random>,
      hint: aroundPage(page, url),
      random: this.#stream('list'),
      headers,
    })
  }

  #all(asked: Asked): Kept[] {
    const { collection, idField } = this.#resource
    const scope = this.#scope(asked)
    return collection.entries().flatMap(([key, member]) => {
      if (!isWithin(key, scope)) return []
      return [{ key, id: member[idField] ?? idIn(key), member }]
    })
  }

  /** What is asked for in path, query or body, as the place where it is kept. */
  #key(asked: Asked): string {
    const { id } = this.#role
    const scope = this.#scope(asked)
    if (id === undefined) return scope.length > 0 ? keyOf(scope, 'it') : 'it'
    const body = isObject(asked.body) ? asked.body : {}
    const own = asked.path[id] ?? asked.query[id] ?? body[id] ?? ''
    const key = keyOf(scope, own)
    if (this.#resource.collection.get(key)) return key
    // Another path leads to it, which says more or less of whose it is.
    const others = this.#resource.collection
      .entries()
      .filter(([other]) => idIn(other) === String(own) && isElsewhere(other, scope))
    return others.length === 1 ? (others[0]?.[0] ?? key) : key
  }

  #scope(asked: Asked): Json[] {
    return this.#role.scope.map((name) => asked.path[name] ?? '')
  }

  /** What the path says of whose a member is, where a member has a field for it. */
  #owners(asked: Asked): Fields {
    const properties = propertiesOf(flatOf(this.#means.schemas, this.#resource.schema))
    const named = this.#role.scope.filter((name) => Object.hasOwn(properties, name))
    return Object.fromEntries(named.map((name) => [name, asked.path[name] ?? null]))
  }

  /** What a verb in the path does: '/invoices/{id}/cancel' makes the status 'canceled'. */
  #acted(): Fields {
    const verb = /\}\/([a-z_]+)$/i.exec(this.#operation.template)?.[1]?.toLowerCase()
    if (verb === undefined) return {}
    const stem = verb.replace(/(e|y)$/, '')
    const { schemas } = this.#means
    const properties = propertiesOf(flatOf(schemas, this.#resource.schema))
    for (const name of ['status', 'state']) {
      const options = Object.hasOwn(properties, name) ? flatOf(schemas, properties[name]).enum : undefined
      const fitting = Array.isArray(options)
        ? options.find((one) => typeof one === 'string' && one.startsWith(stem))
        : undefined
      if (fitting !== undefined) return { [name]: fitting as string }
    }
    const flag = [`${stem}ed`, `is_${stem}ed`].find(
      (name) => Object.hasOwn(properties, name) && typeOf(flatOf(schemas, properties[name])) === 'boolean',
    )
    return flag === undefined ? {} : { [flag]: true }
  }

  #times(when: 'created' | 'updated'): Fields {
    const { schemas } = this.#means
    return timesOf(flatOf(schemas, this.#resource.schema), when, nowInTrial(), schemas)
  }

  /** A member with all that the specification asks for; what it does not know is kept beside that. */
  #complete(key: string, known: Fields, schema: unknown): Fields {
    if (schema === undefined) return known
    const random = this.#stream(key)
    const made = this.#means.generator.make(schema, { random, now: nowInTrial(), ample: true, known })
    return isObject(made) ? { ...known, ...made } : known
  }

  /** A member as this operation answers with it. */
  #shown(member: Fields, key: string): Response {
    const { path } = memberIn(this.#means.schemas, this.#good.schema, this.#resource.name)
    const isList = listIn(this.#means.schemas, this.#good.schema)?.path.length === 0
    const known = isList ? [member] : path.length === 0 ? member : { ...member, [path[0] ?? '']: member }
    return this.answer(known, {
      random: this.#stream(key),
      streams: new Map([[member, this.#stream(key)]]) as ReadonlyMap<unknown, Random>,
    })
  }

  /** What is made up of a member is the same wherever it is shown. */
  #stream(key: string): Random {
    return chanceInTrial('member', this.#resource.name, key)
  }

  #missing(asked: Asked): Response {
    const id = this.#role.id ?? 'id'
    const wanted = asked.path[id] ?? asked.query[id] ?? ''
    return this.#refuse(404, 'not_found', `No such ${this.#thing()}: "${String(wanted)}".`, id)
  }

  #refuse(status: number | number[], code: string, message: string, param?: string): Response {
    return this.#means.refusals.answer(this.#operation, { status, code, message, param })
  }

  #thing(): string {
    return this.#resource.name.split('.').at(-1)?.replace(/s$/, '') ?? 'thing'
  }
}
