import type { z } from 'zod'
import type { CollectionName, KindOf, TargetName } from '../record/names.ts'

/** What a scenario's world is, as far as its names go. */
export interface NamedWorld {
  apis: object
  tools: object
  databases: object
  services?: object
  mcp?: object
  hooks?: object
}

/** The names that a scenario's parameters may say. */
export interface Names {
  target: string
  collection: string
}

type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** The first words of statements. */
type Verb =
  | ('SELECT' | 'INSERT' | 'UPDATE' | 'DELETE' | 'MERGE' | 'TRUNCATE' | 'COPY' | 'CALL' | 'DO')
  | ('CREATE' | 'ALTER' | 'DROP' | 'GRANT' | 'RENAME' | 'SET' | 'SHOW' | 'EXPLAIN')

type KeyOf<T> = keyof T & string

/**
 * A text that is checked by its form. The mark changes nothing, and keeps the compiler from merging the names that are
 * known into the form: editors complete them, and a name that is nearly one of them is told.
 */
type Form<Text extends string> = Text & TargetName

/** Patterns that begin with `*`, or whose first word ends in it, may mean anything. */
type Loose = '*' | Form<`*${string}` | `${string}* ${string}`>

/** The targets of a world. Where it is not known how its parts are called, any text is one. */
export type TargetOf<W extends NamedWorld> = string extends KeyOf<W['apis']> | KeyOf<W['tools']> | KeyOf<W['databases']>
  ? string
  :
      | (Loose | ApiTarget<W['apis']> | ToolTarget<Handled<W['tools']>> | SqlTarget<KeyOf<W['databases']>>)
      | (ModelTarget | 'tools LIST' | 'resources LIST' | Form<`resource ${string}`> | ServedTarget<W['mcp']>)
      | HookTarget<W['hooks']>
      | ServiceTarget<W['services']>

type ApiTarget<Apis> = {
  [A in KeyOf<Apis>]: `${A} ${CallOf<Apis[A]>}` | Form<`${A} *${string}` | `${A} ${Method} ${string}`>
}[KeyOf<Apis>]

/** The calls that an API declares. It may answer more than it declares: its handlers' paths are no types. */
type CallOf<A> = A extends { calls: infer Calls } ? Braced<KeyOf<Calls>> : never

/** 'GET /v1/charges/:id' -> 'GET /v1/charges/{id}', as targets spell it. */
type Braced<Path extends string> = Path extends `${infer Start}/:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? `${Start}/{${Name}}${Braced<`/${More}`>}`
    : `${Start}/{${Rest}}`
  : Path

/** What is called by its name: a tool that is a statement crosses as that. */
type Handled<Tools> = { [T in KeyOf<Tools>]: Tools[T] extends { statement: unknown } ? never : T }[KeyOf<Tools>]

type ToolTarget<Name extends string> = `tool ${Name}` | Form<`tool ${string}*${string}`>

/** A tool of the agent's own, for which it asks for leave. */
type HookTarget<Hooks> = [keyof Hooks] extends [never] ? never : ToolTarget<KeyOf<Hooks>>

/** Of a service, connections are seen. */
type ServiceTarget<Services> = [keyof Services] extends [never] ? never : `${KeyOf<Services>} CONNECT`

/** What a real server has is known when it runs. */
type ServedTarget<Servers> = [keyof Servers] extends [never] ? never : Form<`tool ${string}`>

type SqlTarget<Database extends string> = Database extends string
  ? Form<`${Database} *${string}` | `${Database} ${Verb} ${string}` | `${Database} (unread)`>
  : never

type ModelTarget = 'model *' | Form<`model ${string}`>

/** The collections of a world, tables among them. */
export type CollectionOf<W extends NamedWorld> = string extends
  | KeyOf<W['apis']>
  | KeyOf<W['tools']>
  | KeyOf<W['databases']>
  | BroughtBy<W['apis']>
  | BroughtBy<W['tools']>
  ? string
  :
      | BroughtBy<W['apis']>
      | BroughtBy<W['tools']>
      | (`${KeyOf<W['databases']>}.${string}` & CollectionName)
      | ([keyof W['services']] extends [never] ? never : `${KeyOf<W['services']>}.${string}` & CollectionName)
      | (`${string}*${string}` & CollectionName)

/** The collections that APIs or tools bring. */
type BroughtBy<Parts> = {
  [P in keyof Parts]: Parts[P] extends { collections: readonly { name: infer Name extends string }[] } ? Name : never
}[keyof Parts]

/** Parameters in which each text that names something is one of the names. */
export type TypedNames<T, N extends Names> = T extends string
  ? [KindOf<T>] extends [never]
    ? T
    : N[KindOf<T> & keyof N]
  : { readonly [K in keyof T]: z.core.util.JSONType extends T[K] ? T[K] : TypedNames<T[K], N> }
