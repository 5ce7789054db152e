import { z } from 'zod'
import { messageOf } from '../../kernel/errors.ts'
import { type Money, usd } from '../../kernel/money.ts'

/** A parameter in US dollars, as a number or a text: 100, '99.50'. */
export const dollars = z.union([z.number(), z.string()]).transform((value, context): Money => {
  try {
    return usd(value)
  } catch (thrown) {
    context.addIssue({ code: 'custom', message: messageOf(thrown), input: value })
    return z.NEVER
  }
})
