import type { Node } from './node.ts'
import { nodeAt, textAt } from './node.ts'
import type { Operation } from './operations.ts'
import type { Refused } from './refusals.ts'
import type { Schemas } from './schemas.ts'

/** Keys that are accepted, each with its scopes; undefined: any key, with every scope. */
export type Keys = ReadonlyMap<string, readonly string[] | 'all'> | undefined

/** May a request come in? Undefined where it may. */
export function refuseKey(operation: Operation, request: Request, schemas: Schemas, keys: Keys): Refused | undefined {
  const { security } = operation
  if (security.length === 0 || security.some((one) => Object.keys(one).length === 0)) return undefined
  const verdicts = security.map((requirement) => judge(requirement, request, schemas, keys))
  if (verdicts.includes('fine')) return undefined
  const lacking = verdicts.find((verdict) => typeof verdict === 'object')
  if (typeof lacking === 'object') {
    return { status: 403, code: 'insufficient_scope', message: `This key lacks the scope ${lacking.lacks.join(', ')}.` }
  }
  const headers = { 'www-authenticate': challengeOf(security, schemas) }
  return verdicts.includes('wrong')
    ? { status: 401, code: 'invalid_api_key', message: 'The API key is not valid.', headers }
    : { status: 401, code: 'missing_api_key', message: 'An API key is required, and none was sent.', headers }
}

type Judged = 'fine' | 'missing' | 'wrong' | { lacks: string[] }

/** All that a requirement names is needed. */
function judge(requirement: Node, request: Request, schemas: Schemas, keys: Keys): Judged {
  const schemes = nodeAt(nodeAt(schemas.specification.root, 'components'), 'securitySchemes')
  const judged = Object.entries(requirement).map(([name, scopes]): Judged => {
    const scheme = schemas.follow(nodeAt(schemes, name)) as Node
    const offered = keysIn(request, scheme)
    if (offered.length === 0) return 'missing'
    if (!keys) return 'fine'
    const held = offered.map((key) => keys.get(key)).find((one) => one !== undefined)
    if (held === undefined) return 'wrong'
    const lacks =
      Array.isArray(scopes) && held !== 'all' ? scopes.map(String).filter((scope) => !held.includes(scope)) : []
    return lacks.length > 0 ? { lacks } : 'fine'
  })
  return (
    judged.find((one) => one === 'missing') ??
    judged.find((one) => one === 'wrong') ??
    judged.find((one) => typeof one === 'object') ??
    'fine'
  )
}

/** What a request offers for a scheme: of a user and a password, either may be the key. */
function keysIn(request: Request, scheme: Node): string[] {
  const type = textAt(scheme, 'type')
  if (type === 'apiKey') return keyAt(request, textAt(scheme, 'in'), textAt(scheme, 'name') ?? '')
  const [kind = '', value = ''] = splitOnce(request.headers.get('authorization') ?? '')
  if (kind === '' || value === '') return []
  const isBasic = type === 'http' && textAt(scheme, 'scheme')?.toLowerCase() === 'basic'
  if (kind.toLowerCase() === 'basic') return isBasic ? basicKeys(value) : []
  if (isBasic) return []
  return [value]
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(' ')
  return at < 0 ? ['', text] : [text.slice(0, at), text.slice(at + 1).trim()]
}

function basicKeys(value: string): string[] {
  const decoded = Buffer.from(value, 'base64').toString('utf8')
  const at = decoded.indexOf(':')
  const user = at < 0 ? decoded : decoded.slice(0, at)
  return [decoded, user, at < 0 ? '' : decoded.slice(at + 1)].filter((one) => one !== '')
}

function keyAt(request: Request, place: string | undefined, name: string): string[] {
  const found =
    place === 'query'
      ? new URL(request.url).searchParams.get(name)
      : place === 'cookie'
        ? cookieOf(request.headers.get('cookie') ?? '', name)
        : request.headers.get(name)
  if (!found) return []
  // Schemes that are written down as a key in a header often say 'Bearer KEY' or 'token KEY'.
  return [found, splitOnce(found)[1]]
}

function cookieOf(cookies: string, name: string): string | undefined {
  const pairs = cookies.split(';').map((pair) => pair.trim().split('=', 2))
  return pairs.find(([one]) => one === name)?.[1]
}

function challengeOf(security: readonly Node[], schemas: Schemas): string {
  const schemes = nodeAt(nodeAt(schemas.specification.root, 'components'), 'securitySchemes')
  const names = security.flatMap((one) => Object.keys(one))
  const isBasic = names.some((name) => textAt(nodeAt(schemes, name), 'scheme')?.toLowerCase() === 'basic')
  return isBasic ? 'Basic realm="api"' : 'Bearer'
}
