import type { HttpInput } from '../../../boundary/http-world.ts'
import type { Json } from '../../../kernel/json.ts'
import type { Collection } from '../../collection.ts'
import type { CallDeclaration, HttpResult } from '../../declaration.ts'

type Fields = { [name: string]: Json }

/** What answers an operation in place of the conventions. It returns a Response, or what is known of the answer. */
export type OperationHandler = (
  asked: OperationCall,
) => Response | Fields | undefined | Promise<Response | Fields | undefined>

/** A request that was found to be right. Texts that stand for numbers are numbers. */
export interface OperationCall {
  path: Fields
  query: Fields
  headers: Fields
  body: Json
  /** On the trial's clock, ms since 1970. */
  now: number
  /** The API's collections by their names without the API's: `collections.refunds`. */
  collections: Readonly<Record<string, Collection<Fields>>>
  /** What the conventions make of it. @param fields What is known beside what was asked: it is written down and answered. */
  next(fields?: Fields): Response
  /** Says no, in the API's own form. */
  refuse(status: number, message: string, code?: string): Response
  /** Says yes: what is known, completed as the specification has it. */
  answer(known: Json, status?: number): Response
}

/** What an operation does, in place of what its path and method say. */
export interface OperationOverride extends CallDeclaration<HttpInput, HttpResult> {
  /** What it does to its collection. 'answer': nothing. */
  action?: 'create' | 'read' | 'update' | 'delete' | 'list' | 'answer'
  /** The collection, without the API's name. */
  collection?: string
  /** The part of the path, of the query or of the body that says which member. */
  id?: string
  /** What ids of what it creates begin with: 're_'. */
  prefix?: string
  /** Fields that what it creates or changes has, whatever was asked. */
  set?: Fields
  /** Code that answers. */
  handler?: OperationHandler
}

/** Keys that are accepted. With scopes by key, each may do what its scopes allow. */
export type AcceptedKeys = readonly string[] | Readonly<Record<string, readonly string[]>>

/** An API by its specification. */
export interface OpenApiInput {
  /** OpenAPI 3.0 to 3.2 or Swagger 2.0, JSON or YAML: a path from the module that says it, or the URL of a file. */
  openapi: string | URL
  /** Where it is served: 'https://api.stripe.com'. Default: the first server of the specification, else `https://NAME.test`. */
  url?: string
  /** What there is at the start of a trial: collection -> id -> member. What the specification asks for beside that is made up. */
  seeds?: Readonly<Record<string, Readonly<Record<string, Fields>>>>
  /** How many members more are made up for each collection. Default 0. */
  samples?: number
  /** Default: any key is accepted where one is asked for. */
  keys?: AcceptedKeys
  /** The header by which a request can be repeated, where the specification does not name it: 'Idempotency-Key'. */
  idempotency?: string
  /** How many requests a trial may send in a time of its clock. Default: as many as it likes. */
  rateLimit?: { limit: number; perSeconds: number }
  /** What single operations do, by their operationId or by 'POST /v1/refunds'. Code alone is a handler. */
  operations?: Readonly<Record<string, OperationOverride | OperationHandler>>
}

/** Where a specification lies, and what is said beside it. Its handlers are made when a scenario is loaded. */
export interface OpenApiSource extends Omit<OpenApiInput, 'openapi'> {
  /** Absolute, or from the scenario's folder. */
  file: string
}
