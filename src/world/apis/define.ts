import type { RequestHandler } from 'msw'
import type { Collection } from '../collection.ts'
import type { HttpDeclaration } from '../declaration.ts'
import { fromCaller } from '../from-caller.ts'
import type { RepositorySource } from './git/source.ts'
import type { OpenApiInput, OpenApiSource } from './openapi/source.ts'
import type { RecordedInput, RecordedSource } from './recorded/source.ts'

/** A mock API: msw handlers over collections. `Calls` and `Name` are what scenarios know of it: its calls and collections. */
export interface Api<Calls extends string = string, Name extends string = string> {
  collections: readonly Collection<object, Name>[]
  /** msw handlers with absolute URLs: `http.post('https://payments.test/v1/refunds', resolver)`. */
  handlers: readonly RequestHandler[]
  /** By 'METHOD /path' as in the handler: 'POST /v1/refunds', 'GET /v1/charges/:id'. */
  calls: Readonly<Record<Calls, HttpDeclaration>>
  /** The specification of which collections and handlers are made, when the scenario is loaded. */
  openapi?: OpenApiSource
  /** The traffic of which they are made. */
  recorded?: RecordedSource
  /** The repository that it serves. */
  repository?: RepositorySource
  /** How the names begin of what its calls stand for (`also`): 'push '. Any other name is a slip. Default: they may be anything. */
  standsFor?: readonly string[]
  /** Looks for what this machine must have before a trial begins. @throws {PrerequisiteError} it lacks that. */
  prerequisites?(): void
}

export interface ApiInput<Calls extends string = string, Name extends string = string> {
  // Collections of any member type: the type parameter is invariant.
  // biome-ignore lint/suspicious/noExplicitAny: there is no other way to say "of anything"
  collections?: readonly Collection<any, Name>[]
  handlers: readonly RequestHandler[]
  calls?: Record<Calls, HttpDeclaration>
}

/** An API by its specification: collections, handlers and answers are made of it. */
export function defineApi(input: OpenApiInput): Api<never, string>
/** An API by traffic that was recorded: it answers as it once did. */
export function defineApi(input: RecordedInput): Api<never, string>
/** An API by its handlers. */
export function defineApi<Calls extends string = never, Name extends string = never>(
  input: ApiInput<Calls, Name>,
): Api<Calls, Name>
export function defineApi<Calls extends string = never, Name extends string = never>(
  input: ApiInput<Calls, Name> | OpenApiInput | RecordedInput,
): Api<Calls, Name> {
  const none = { collections: [], handlers: [], calls: {} as Api<Calls, Name>['calls'] }
  if ('openapi' in input) {
    const { openapi, ...rest } = input
    return { ...none, openapi: { ...rest, file: fromCaller(openapi, defineApi) } }
  }
  if ('har' in input) {
    const { har, ...rest } = input
    return { ...none, recorded: { ...rest, file: fromCaller(har, defineApi) } }
  }
  const { collections = [], handlers, calls = {} as Record<Calls, HttpDeclaration> } = input
  return { collections, handlers, calls }
}
