import { z } from 'zod'
import { type Money, readMoney } from '../../kernel/money.ts'
import type { Conversation, Message, RealModel, ScriptedModel, Turn } from './define.ts'
import { realMembers } from './real-schema.ts'

/** A stand-in without code: what a model says, turn by turn. */
export interface ModelScript extends Partial<RealModel> {
  /** The first answers the first request of a conversation, the second what comes when the model has said the first, and so on. */
  turns: readonly Turn[]
  /** Per million tokens. Absent: none is known, and its calls count as nothing. */
  price?: { input: Money; output: Money }
}

const toolCall = z.strictObject({
  name: z.string().min(1).describe('Of the tool.'),
  input: z.json().default({}).describe('Its arguments.'),
  argumentsText: z.string().describe('Its arguments as they stand, where they are no JSON.').optional(),
})

const turn = z
  .strictObject({
    text: z.string().describe('What it says.').optional(),
    reasoning: z.string().describe('What it thinks before it speaks. Chat Completions has no place for it.').optional(),
    toolCalls: z.array(toolCall).min(1).describe('The tools that it asks for, all at once.').optional(),
    refusal: z.string().describe('What it says where it declines.').optional(),
    stop: z.enum(['max-tokens', 'content-filter']).describe('What ended it early.').optional(),
    model: z.string().describe('Who says it, where it is not the model that was asked for.').optional(),
  })
  .refine((said) => Object.keys(said).length > 0, 'expected a text, toolCalls or a refusal')

const money = z.custom<Money>(isMoney, "expected an amount of money, such as usd('1.25')")

const { provider, name, mode } = realMembers

/** The shape of a script, as scenarios hold it. */
export const modelScriptSchema = z.strictObject({
  turns: z
    .array(turn)
    .min(1)
    .describe('What it says: the first turn to the first request of a conversation, the second to the next.'),
  price: z
    .strictObject({ input: money.describe('Of what it reads.'), output: money.describe('Of what it says.') })
    .describe('Per million tokens.')
    .optional(),
  provider: provider.optional(),
  name,
  mode,
})

/** The shape of a model that only real turns are had of. */
export const realModelSchema = z.strictObject({ provider, name, mode, price: modelScriptSchema.shape.price })

function isMoney(value: unknown): boolean {
  try {
    readMoney(value)
    return true
  } catch {
    return false
  }
}

/**
 * The model that a script makes. Its turns stay with it: they are part of what a scenario says.
 * @param name As an agent asks for it.
 */
export function modelOf(name: string, { turns, ...rest }: ModelScript): ScriptedModel & ModelScript {
  return {
    turns,
    ...rest,
    policy: (conversation) => {
      const taken = turnsTaken(conversation)
      const next = turns[taken]
      if (next) return next
      const has = turns.length === 1 ? '1 turn' : `${turns.length} turns`
      throw new Error(
        `the script of model "${name}" has ${has}, and the agent asked for turn ${taken + 1}. Add what it says then`,
      )
    },
  }
}

/** How often the model has spoken in this conversation: a text and the calls beside it are one turn. */
function turnsTaken({ messages }: Conversation): number {
  const said = (message: Message | undefined) => message?.role === 'assistant' || message?.role === 'tool-call'
  return messages.filter((message, at) => said(message) && !said(messages[at - 1])).length
}
