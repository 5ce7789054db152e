import type { RequestHandler } from 'msw'
import type { HttpInput } from '../../boundary/http-world.ts'
import type { Collection } from '../collection.ts'
import type { CallDeclaration, HttpResult } from '../declaration.ts'

/** A mock API: msw handlers over collections. `Calls` and `Name` are what scenarios know of it: its calls and collections. */
export interface Api<Calls extends string = string, Name extends string = string> {
  collections: readonly Collection<object, Name>[]
  /** msw handlers with absolute URLs: `http.post('https://payments.test/v1/refunds', resolver)`. */
  handlers: readonly RequestHandler[]
  /** By 'METHOD /path' as in the handler: 'POST /v1/refunds', 'GET /v1/charges/:id'. */
  calls: Readonly<Record<Calls, CallDeclaration<HttpInput, HttpResult>>>
}

export interface ApiInput<Calls extends string = string, Name extends string = string> {
  // Collections of any member type: the type parameter is invariant.
  // biome-ignore lint/suspicious/noExplicitAny: there is no other way to say "of anything"
  collections?: readonly Collection<any, Name>[]
  handlers: readonly RequestHandler[]
  calls?: Record<Calls, CallDeclaration<HttpInput, HttpResult>>
}

export function defineApi<Calls extends string = never, Name extends string = never>({
  collections = [],
  handlers,
  calls = {} as Record<Calls, CallDeclaration<HttpInput, HttpResult>>,
}: ApiInput<Calls, Name>): Api<Calls, Name> {
  return { collections, handlers, calls }
}
