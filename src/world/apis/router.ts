import { HttpHandler, matchRequestUrl, RequestHandler } from 'msw'
import { UsageError } from '../../kernel/errors.ts'
import { type CanonicalPath, canonicalPath, type PathTemplate, pathTemplate } from '../../kernel/path-template.ts'
import { ownManifest } from '../../kernel/version.ts'
import type { Access } from '../../trace/events/call.ts'
import type { HttpDeclaration } from '../declaration.ts'
import type { Api } from './define.ts'

/** A handler of an API and what is declared of it. */
export interface ApiRoute {
  api: string
  method: string
  template: PathTemplate
  target: string
  access: Access
  declaration: HttpDeclaration
  handler: RequestHandler
  /** Is its path such that msw matches just what this router does, and finds the same parameters? */
  isPlain: boolean
}

export interface FoundRoute {
  api: string
  /** Undefined where the API has no such path: the call still crosses, and the world answers 404. */
  route: ApiRoute | undefined
  path: Record<string, string>
  /** The template's text, or the canonical path itself. */
  target: string
  /** The request's URL in its one spelling: what a handler reads is what was matched. */
  url: URL
  /** Why the path means nothing that two parsers share. */
  malformed?: string
}

/** Finds who answers a request by origin, method and path. Handlers are looked up here, not tried one by one by msw. */
export interface Router {
  routes: readonly ApiRoute[]
  /** Base URLs by API. */
  origins: Readonly<Record<string, string>>
  find(method: string, url: URL): FoundRoute | undefined
  /**
   * The target of a request that another one stands for. `url` may be a path of `api`.
   * @throws {Error} it is not of this world, or its path has no canonical form.
   */
  targetOf(method: string, url: string, api?: string): string
}

/** @throws {UsageError} a handler without an absolute URL, two APIs on one origin, a declaration that fits no handler. */
export function buildRouter(apis: Readonly<Record<string, Api>>): Router {
  const routes = Object.entries(apis).flatMap(([name, api]) => routesOf(name, api))
  const byOrigin = new Map<string, { api: string; byMethod: Map<string, ApiRoute[]> }>()
  for (const { origin, ...route } of routes) {
    const owner = byOrigin.get(origin) ?? { api: route.api, byMethod: new Map<string, ApiRoute[]>() }
    if (owner.api !== route.api) throw new UsageError(`APIs "${owner.api}" and "${route.api}" share ${origin}.`)
    byOrigin.set(origin, owner)
    owner.byMethod.set(route.method, [...(owner.byMethod.get(route.method) ?? []), route])
  }
  const find: Router['find'] = (method, url) => {
    const owner = byOrigin.get(url.origin)
    if (!owner) return undefined
    const { api } = owner
    const canonical = canonicalPath(url.pathname)
    if (!canonical) {
      const malformed = 'its path has no canonical form'
      return { api, route: undefined, path: {}, target: `${api} ${method} (no canonical path)`, url, malformed }
    }
    const spelled = spell(url, canonical)
    for (const route of owner.byMethod.get(method) ?? []) {
      const path = route.isPlain ? route.template.match(canonical.segments) : matchedByMsw(route, spelled)
      if (path) return { api, route, path, target: route.target, url: spelled }
    }
    return { api, route: undefined, path: {}, target: `${api} ${method} ${canonical.text}`, url: spelled }
  }
  const origins = Object.fromEntries([...byOrigin].map(([origin, { api }]) => [api, origin]))
  return {
    routes,
    origins,
    find,
    targetOf: (method, url, api = '') => {
      // A path, even one that begins with two slashes, is never another host.
      const whole = new URL(url.startsWith('/') ? `${origins[api]}${url}` : url)
      const found = find(method, whole)
      if (!found) throw new Error(`${whole.origin} is not part of this world`)
      if (found.malformed) throw new Error(`of ${method} ${whole.pathname}, ${found.malformed}`)
      return found.target
    },
  }
}

/** By msw's own rules: optional and repeated parameters, parts of a segment, wildcards. */
function matchedByMsw({ handler }: ApiRoute, url: URL): Record<string, string> | undefined {
  const { matches, params = {} } = matchRequestUrl(url, (handler as HttpHandler).info.path as string)
  if (!matches) return undefined
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, [value ?? []].flat().join('/')]))
}

/** Signs that no encoding changes. */
const AS_IT_IS = /^[\w.~/-]*$/

/** The URL with each segment encoded once, without user and password. */
function spell(url: URL, { segments, text }: CanonicalPath): URL {
  const path = text === url.pathname && AS_IT_IS.test(text) ? text : `/${segments.map(encodeURIComponent).join('/')}`
  if (url.pathname === path && url.username === '' && url.password === '' && url.hash === '') return url
  const spelled = new URL(path, url.origin)
  spelled.search = url.search
  return spelled
}

function routesOf(api: string, { handlers, calls }: Api): (ApiRoute & { origin: string })[] {
  const unused = new Set(Object.keys(calls))
  const routes = handlers.map((handler) => {
    if (!(handler instanceof RequestHandler)) throw new UsageError(`API "${api}": ${ofAnotherMsw(handler)}`)
    const { method, path } = handler instanceof HttpHandler ? handler.info : { method: '', path: '' }
    if (typeof path !== 'string' || typeof method !== 'string' || !/^https?:\/\//.test(path)) {
      throw new UsageError(`API "${api}": "${handler.info.header}" needs a method and an absolute URL.`)
    }
    const { origin } = new URL(path)
    const template = pathTemplate(path.slice(path.indexOf(origin) + origin.length))
    const key = Object.keys(calls).find((name) => sameCall(name, method, template))
    if (key) unused.delete(key)
    const declaration = (key && calls[key]) || {}
    const access = declaration.access ?? (/^(GET|HEAD)$/.test(method) ? 'read' : 'write')
    const target = `${api} ${method} ${template.text}`
    return { origin, api, method, template, target, access, declaration, handler, isPlain: isPlain(path, origin) }
  })
  const [stray] = unused
  if (stray) throw new UsageError(`API "${api}": calls["${stray}"] fits none of its handlers.`)
  return routes
}

/** Two copies share no classes, be they of one version: what the other one made cannot be run. */
function ofAnotherMsw(handler: { info?: { header?: unknown } }): string {
  const named = JSON.stringify(handler?.info?.header ?? 'a handler')
  const needed = `msw@${ownManifest().dependencies.msw}`
  return `${named} comes from another copy of msw than mettle's. Use the one version: npm install --save-dev ${needed}`
}

/** Words and whole segments as parameters, each name once. */
function isPlain(path: string, origin: string): boolean {
  const segments = path.split('/').slice(3)
  const names = segments.filter((segment) => segment.startsWith(':'))
  const words = segments.every((segment) => /^:[a-z_]\w*$|^[\w.~-]+$/i.test(segment))
  return path.startsWith(`${origin}/`) && words && new Set(names).size === names.length
}

function sameCall(name: string, method: string, template: PathTemplate): boolean {
  const [named, path] = name.split(' ', 2)
  return named === method && pathTemplate(path ?? '').text === template.text
}
