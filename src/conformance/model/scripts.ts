import type { Conversation } from '../../world/models/define.ts'

/** A payment that the scripted model asks for. */
export interface Payment {
  id: string
  tool: string
  input: { to: string; amount: number }
}

const alice = (id: string): Payment => ({ id, tool: 'pay', input: { to: 'alice', amount: 10 } })
const bob = (id: string): Payment => ({ id, tool: 'pay', input: { to: 'bob', amount: 20 } })
/** Nobody ever approves this one. */
const mallory = (id: string): Payment => ({ id, tool: 'pay', input: { to: 'mallory', amount: 99_999 } })

/** What the model asks for, turn by turn; behind the last one it says that it is done. Ids are fixed, and repeated on purpose in two. */
export const SCRIPTS = {
  one: [[alice('a')]],
  two: [[alice('a'), bob('b')]],
  'again-other-arguments': [[alice('a')], [mallory('m')]],
  'again-same-arguments': [[alice('a')], [alice('a2')]],
  'again-same-id': [[alice('a')], [mallory('a')]],
  'twins-of-one-id': [[alice('a'), mallory('a')]],
} as const satisfies Record<string, readonly (readonly Payment[])[]>

export type ScriptName = keyof typeof SCRIPTS

/** What a script asks for next. It has no state, so that a run that is resumed twice hears the same words twice. */
export function nextTurn(script: ScriptName, { messages, tools }: Conversation): Payment[] {
  let asked = messages.filter(({ role }) => role === 'tool-call').length
  for (const turn of SCRIPTS[script]) {
    if (asked <= 0) return turn.flatMap((payment) => named(payment, tools))
    asked -= turn.length
  }
  return []
}

/** Some clients put the name of a server in front: mcp__bank__pay. */
function named(payment: Payment, tools: readonly string[]): Payment[] {
  const tool = tools.find((name) => name === payment.tool || name.endsWith(`__${payment.tool}`))
  return tool === undefined ? [] : [{ ...payment, tool }]
}
