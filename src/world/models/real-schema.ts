import { z } from 'zod'
import { MODEL_MODES } from './define.ts'

const HTTPS = /^https?:\/\/[^\s]+$/

const ownProvider = z.strictObject({
  url: z
    .string()
    .regex(HTTPS, 'expected where the API begins, such as https://openrouter.ai/api/v1')
    .describe("Where its API begins, with the version. Default: that of whoever's API the agent speaks.")
    .optional(),
  key: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, 'expected the name of a variable')
    .describe("The environment variable that holds the key. Default: the one that the provider's own clients look at.")
    .optional(),
  perMinute: z
    .strictObject({
      requests: z.int().min(1).describe('So many requests.').optional(),
      tokens: z.int().min(1).describe('So many tokens, of requests and answers together.').optional(),
    })
    .describe('What it may be asked in a minute, by all trials together.')
    .optional(),
})

/** What is said of a real model. */
export const realMembers = {
  provider: z
    .union([z.enum(['openai', 'anthropic', 'google']), ownProvider])
    .describe("Who serves it: 'openai', 'anthropic', 'google', or { url, key }."),
  name: z.string().min(1).describe('What it is called there. Default: what the agent calls it.').optional(),
  mode: z
    .enum(MODEL_MODES)
    .describe(
      "Where its turns come from where --models does not say. Default: 'scripted' where it has turns or a policy, else 'recorded'.",
    )
    .optional(),
}
