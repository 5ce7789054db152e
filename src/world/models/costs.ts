import type { Declared } from '../../boundary/http-world.ts'
import type { Json } from '../../kernel/json.ts'
import { type Money, micros } from '../../kernel/money.ts'
import type { TokenUsage } from '../../trace/events/executed.ts'
import type { WorldModel } from './define.ts'
import { priceOf } from './prices.ts'
import { countTokens } from './tokens.ts'

/** Output tokens assumed of a made-up model, where a request names no maximum. */
const ASSUMED_OUTPUT_TOKENS = 1_000
/** Output tokens assumed of a request that names no maximum, where a run's money is at stake: few models say more at once. */
const MOST_OUTPUT_TOKENS = 32_768
/** What an image or a file takes at the most, as common providers count. */
const MOST_ATTACHMENT_TOKENS = 8_192

/**
 * What so many tokens cost: at the price that the scenario gives, else at that of whoever serves the model.
 * @param name Under which the scenario has it. @param wireProvider Who speaks the API that it is asked by.
 * @returns Undefined: nobody knows.
 */
export function costOf(name: string, model: WorldModel, usage: TokenUsage, wireProvider: string): Money | undefined {
  const { price, provider } = model
  if (price) {
    const { inputTokens, outputTokens } = usage
    return amountOf((inputTokens * price.input.micros + outputTokens * price.output.micros) / 1_000_000)
  }
  if (provider === undefined) return undefined
  const own = typeof provider === 'object' && provider.url !== undefined
  return priceOf(model.name ?? name, usage, own ? undefined : wireProvider)
}

/** One beyond what can be reckoned with is none. */
function amountOf(sum: number): Money | undefined {
  const whole = Math.ceil(sum)
  return Number.isSafeInteger(whole) ? micros(whole) : undefined
}

/**
 * What a call costs at the most, as guards reckon: all that it reads, the longest answer that it allows, as many answers as it
 * asks for. A made-up model's tokens are four characters; of a real one no token is shorter than a byte.
 * @param earlier Tokens of what the request refers to and does not repeat. @param wireProvider As for `costOf`.
 */
export function mostCost(
  name: string,
  model: WorldModel,
  {
    request,
    maximum,
    answers,
    earlier,
    wireProvider,
  }: { request: Json; maximum: number | undefined; answers: number; earlier: number; wireProvider: string },
): Partial<Pick<Declared, 'cost' | 'unpriced' | 'assumedTokens'>> {
  const body = JSON.stringify(request)
  const real = model.provider !== undefined
  const most = real
    ? mostTokens(body, maximum, answers)
    : { inputTokens: countTokens(body), outputTokens: (maximum ?? ASSUMED_OUTPUT_TOKENS) * answers }
  const cost = costOf(name, model, { ...most, inputTokens: most.inputTokens + earlier }, wireProvider)
  if (!cost) return real ? { unpriced: true } : {}
  const assumed = maximum === undefined && { assumedTokens: real ? MOST_OUTPUT_TOKENS : ASSUMED_OUTPUT_TOKENS }
  return { cost, ...assumed }
}

/**
 * More tokens than a request can take: no token is shorter than a byte, but for attachments, which are no text.
 * @param maximum Of one answer, where the request names one. @param answers How many it asks for at once.
 */
export function mostTokens(body: string, maximum: number | undefined, answers: number): TokenUsage {
  const attachments = attachmentsIn(body)
  const attached = attachments.reduce((sum, length) => sum + length, 0)
  return {
    inputTokens: Buffer.byteLength(body) - attached + attachments.length * MOST_ATTACHMENT_TOKENS,
    outputTokens: (maximum ?? MOST_OUTPUT_TOKENS) * answers,
  }
}

/** No shorter text in base64 is taken for an attachment, in characters. */
const SHORTEST_ATTACHMENT = 4_096
/** What is no part of a text in base64, the end of one included. */
const BETWEEN = /[^A-Za-z0-9+/_-]/g

/** How long each attachment is. Step by step: a pattern that takes millions of characters at once overflows the stack. */
function attachmentsIn(body: string): number[] {
  const lengths: number[] = []
  const measure = (from: number, to: number) => {
    if (to - from >= SHORTEST_ATTACHMENT) lengths.push(to - from)
  }
  let from = 0
  for (const { index } of body.matchAll(BETWEEN)) {
    measure(from, index)
    from = index + 1
  }
  measure(from, body.length)
  return lengths
}
