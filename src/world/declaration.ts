import type { Declared, HttpInput } from '../boundary/http-world.ts'
import type { HttpRequest } from '../boundary/wire.ts'
import { messageOf } from '../kernel/errors.ts'
import type { Json } from '../kernel/json.ts'
import { type Money, readMoney } from '../kernel/money.ts'
import type { Access, Member } from '../trace/events/call.ts'

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
  /**
   * Further targets that it stands for, so that a guard can ask for each: the operations of a batch, the fields of a
   * query, what an alias leads to. A throw makes the call malformed.
   */
  also?(input: Input, targetOf: FindTarget): readonly string[]
  /**
   * The members of the world that it is about: an approval is of them as they are when a person is asked, and is worth
   * nothing once they changed. A throw makes the call malformed.
   */
  about?(input: Input): readonly Member[]
}

/**
 * The target of a request by the parser that serves real requests: `targetOf('DELETE', '/v1/charges/ch_1')` is
 * 'payments DELETE /v1/charges/{id}'. A path is one of the API that declares it; tools give whole URLs.
 * @throws {Error} it is not of this world, or its path has no canonical form.
 */
export type FindTarget = (method: string, url: string) => string

/** What the world says about one kind of request. */
export interface HttpDeclaration extends CallDeclaration<HttpInput, HttpResult> {
  /**
   * What a body says that is neither JSON nor a form: guards, declarations and the trace see that as the input's body in place of
   * its bytes. It must not change anything. A throw makes the call malformed.
   */
  reads?(request: HttpRequest): Json
  /** Did the world say no, in an answer whose status does not tell? Default: from 400 on it did. */
  refuses?(result: HttpResult): boolean
}

export interface HttpResult {
  status: number
  body: Json
}

/**
 * What a declaration says of an input. A declaration that throws, or a price that is no money, makes the call malformed:
 * the input is the agent's, and a price that cannot be told is not a price of nothing.
 */
export function declare<Input>(
  declaration: CallDeclaration<Input, never>,
  input: Input,
  targetOf: FindTarget,
): Declared {
  try {
    const items = declaration.items?.(input) ?? 1
    if (!Number.isSafeInteger(items) || items < 0) return { items: 1, malformed: `it touches ${items} items` }
    const cost = declaration.cost && readMoney(declaration.cost(input))
    const reason = declaration.reason?.(input)
    const covers = declaration.also && readTargets(declaration.also(input, targetOf))
    const about = declaration.about && readMembers(declaration.about(input))
    return {
      items,
      ...(cost && { cost }),
      ...(typeof reason === 'string' && { reason }),
      ...(covers && { covers }),
      ...(about && { about }),
    }
  } catch (thrown) {
    return { items: 1, malformed: messageOf(thrown) }
  }
}

function readTargets(targets: readonly string[]): string[] {
  if (Array.isArray(targets) && targets.every((target) => typeof target === 'string')) return [...new Set(targets)]
  throw new TypeError('what it stands for is no list of targets')
}

function readMembers(members: readonly Member[]): Member[] {
  return members.map(({ collection, id }) => {
    if (typeof collection === 'string' && typeof id === 'string') return { collection, id }
    throw new TypeError('what it is about is no list of members')
  })
}
