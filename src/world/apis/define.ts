import type { RequestHandler } from 'msw'
import type { HttpInput } from '../../boundary/http-world.ts'
import type { Collection } from '../collection.ts'
import type { CallDeclaration, HttpResult } from '../declaration.ts'

/** A mock API: msw handlers over collections. */
export interface Api {
  collections: readonly Collection<object>[]
  /** msw handlers with absolute URLs: `http.post('https://payments.test/v1/refunds', resolver)`. */
  handlers: readonly RequestHandler[]
  /** By 'METHOD /path' as in the handler: 'POST /v1/refunds', 'GET /v1/charges/:id'. */
  calls: Readonly<Record<string, CallDeclaration<HttpInput, HttpResult>>>
}

export interface ApiInput {
  // Collections of any member type: the type parameter is invariant.
  // biome-ignore lint/suspicious/noExplicitAny: there is no other way to say "of anything"
  collections?: readonly Collection<any>[]
  handlers: readonly RequestHandler[]
  calls?: Record<string, CallDeclaration<HttpInput, HttpResult>>
}

export function defineApi({ collections = [], handlers, calls = {} }: ApiInput): Api {
  return { collections, handlers, calls }
}
