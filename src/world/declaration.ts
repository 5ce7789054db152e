import type { Json } from '../kernel/json.ts'
import type { Money } from '../kernel/money.ts'
import type { Access } from '../trace/events/call.ts'

/** What the world says about one kind of call, before and after it runs. */
export interface CallDeclaration<Input = never, Result = never> {
  /** Default for HTTP: GET and HEAD read, all others write. For tools: 'unknown'. */
  access?: Access
  /** How many things it touches. */
  items?(input: Input): number
  /** What it will cost at the most. */
  cost?(input: Input): Money
  /** What it did cost, by the world's account. */
  actual?(result: Result): Money
  /** The intention that the agent states in its input. */
  reason?(input: Input): string | undefined
}

/** An HTTP request as guards and scorers see it. */
export interface HttpInput {
  /** Path parameters, decoded. */
  path: Record<string, string>
  query: Record<string, string | string[]>
  /** Those that can change what happens; lower case. */
  headers: Record<string, string>
  /** Parsed JSON, the fields of a form, the text of anything else; null for none. */
  body: Json
}

export interface HttpResult {
  status: number
  body: Json
}
