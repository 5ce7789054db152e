import { isNode, listAt, type Node, nodeAt, own, textAt } from './node.ts'
import type { Schemas } from './schemas.ts'

/** A parameter of an operation. */
export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header' | 'cookie'
  required: boolean
  schema: unknown
  node: Node
}

/** What can be asked of an API, by one method at one path. */
export interface Operation {
  /** Its operationId, or 'POST /v1/refunds' where it has none. */
  id: string
  /** 'POST /v1/refunds/{id}', as it is written. */
  key: string
  method: string
  /** As it is written, below the server's own path. */
  template: string
  parameters: readonly Parameter[]
  /** Undefined where it takes none. */
  body: RequestBody | undefined
  responses: Node
  /** Each of them is enough; undefined where none is asked for. */
  security: readonly Node[]
}

export interface RequestBody {
  required: boolean
  /** By media type. */
  contents: ReadonlyMap<string, unknown>
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/**
 * Every operation of a specification that a request can name, in the order of its paths. What stands behind a `#` or `?` never
 * crosses: of those that differ in that alone, the first is served.
 */
export function operationsOf(schemas: Schemas): Operation[] {
  const found = new Map<string, Operation>()
  for (const operation of allOf(schemas)) {
    const key = `${operation.method} ${operation.template.replace(/\{[^{}]*\}/g, '{}')}`
    if (!found.has(key)) found.set(key, operation)
  }
  return [...found.values()]
}

function allOf(schemas: Schemas): Operation[] {
  const { root } = schemas.specification
  const common = listAt(root, 'security')
  return Object.entries(nodeAt(root, 'paths')).flatMap(([written, raw]) => {
    const template = written.replace(/[#?].*$/, '')
    const item = schemas.follow(raw)
    return METHODS.flatMap((method) => {
      const node = own(item, method)
      if (!isNode(node) || !template.startsWith('/')) return []
      return [operationOf(schemas, { template, method: method.toUpperCase(), node, item: item as Node, common })]
    })
  })
}

interface Found {
  template: string
  method: string
  node: Node
  item: Node
  common: readonly unknown[]
}

function operationOf(schemas: Schemas, { template, method, node, item, common }: Found): Operation {
  const key = `${method} ${template}`
  const security = Array.isArray(node.security) ? node.security : common
  return {
    ...{ id: textAt(node, 'operationId') ?? key, key, method, template },
    parameters: parametersOf(schemas, template, [...listAt(item, 'parameters'), ...listAt(node, 'parameters')]),
    body: bodyOf(schemas, node.requestBody),
    responses: nodeAt(node, 'responses'),
    security: security.filter(isNode),
  }
}

/** Those of the operation stand for those of its path; parts of the path that nobody describes are texts. */
function parametersOf(schemas: Schemas, template: string, nodes: readonly unknown[]): Parameter[] {
  const found = new Map<string, Parameter>()
  for (const raw of nodes) {
    const node = schemas.follow(raw)
    const name = textAt(node, 'name')
    const place = textAt(node, 'in')
    if (!isNode(node) || name === undefined || !isPlace(place)) continue
    if (place === 'path' && !template.includes(`{${name}}`)) continue
    const schema = node.schema ?? nodeAt(Object.values(nodeAt(node, 'content'))[0], 'schema')
    found.set(`${place} ${name}`, {
      name,
      in: place,
      required: node.required === true || place === 'path',
      schema,
      node,
    })
  }
  for (const [, name = ''] of template.matchAll(/\{([^{}]+)\}/g)) {
    const key = `path ${name}`
    if (!found.has(key)) found.set(key, { name, in: 'path', required: true, schema: { type: 'string' }, node: {} })
  }
  return [...found.values()]
}

function isPlace(place: string | undefined): place is Parameter['in'] {
  return place === 'path' || place === 'query' || place === 'header' || place === 'cookie'
}

function bodyOf(schemas: Schemas, raw: unknown): RequestBody | undefined {
  const node = schemas.follow(raw)
  if (!isNode(node)) return undefined
  const contents = Object.entries(nodeAt(node, 'content')).map(
    ([type, media]) => [type.toLowerCase(), own(media, 'schema') ?? {}] as const,
  )
  return contents.length > 0 ? { required: node.required === true, contents: new Map(contents) } : undefined
}

/** An answer that an operation can give. */
export interface Answering {
  status: number
  /** 'application/json'. Undefined where it has no body. */
  type: string | undefined
  schema: unknown
  headers: Node
}

/** The first answer that says yes. */
export function goodAnswer(schemas: Schemas, operation: Operation): Answering {
  const codes = Object.keys(operation.responses)
  const code = codes.filter((one) => /^2\d\d$/.test(one)).sort()[0] ?? codes.find((one) => /^2xx$/i.test(one))
  const found = code ?? codes.find((one) => one === 'default') ?? codes.find((one) => /^3\d\d$/.test(one))
  const status = Number(code ?? found)
  return answerOf(
    schemas,
    operation.responses[found ?? ''],
    status >= 200 ? status : operation.method === 'POST' ? 201 : 200,
  )
}

/** The answer that an operation gives with a status; undefined where it says nothing of that. */
export function answerWith(schemas: Schemas, { responses }: Operation, status: number): Answering | undefined {
  const range = `${String(status)[0]}XX`
  const code = [String(status), range, range.toLowerCase(), 'default'].find((one) => Object.hasOwn(responses, one))
  return code === undefined ? undefined : answerOf(schemas, responses[code], status)
}

function answerOf(schemas: Schemas, raw: unknown, status: number): Answering {
  const node = schemas.follow(raw)
  const contents = Object.entries(nodeAt(node, 'content'))
  const [type, media] = contents.find(([name]) => isJson(name)) ?? contents[0] ?? []
  return {
    status,
    type: status === 204 ? undefined : type,
    schema: own(media, 'schema') ?? {},
    headers: nodeAt(node, 'headers'),
  }
}

export function isJson(type: string): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(type) || type === '*/*' || /^application\/(\*|hal\+json)/i.test(type)
}
