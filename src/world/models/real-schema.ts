import { z } from 'zod'
import { MODEL_MODES } from './define.ts'

/** A key goes over TLS, or nowhere. */
const SAFE = /^(?:https:\/\/\S+|http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]\S*)?)$/

const ownProvider = z.strictObject({
  url: z
    .string()
    .regex(SAFE, 'expected where the API begins, such as https://openrouter.ai/api/v1; http goes to this machine alone')
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
