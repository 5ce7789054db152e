import { createRequire } from 'node:module'
import { wallNow } from '../../kernel/clock.ts'
import { type Money, micros } from '../../kernel/money.ts'
import type { TokenUsage } from '../../trace/events/executed.ts'

/** Its tables are large: they load when the first price is asked for. */
type Prices = typeof import('@pydantic/genai-prices')
let prices: Prices | undefined
const require = createRequire(import.meta.url)

/**
 * What a real model takes for so many tokens, by the public price lists of `@pydantic/genai-prices`: cached tokens at their own
 * rate, tiers and dated prices as they stand today.
 * @param model As its provider calls it: 'gpt-4.1-mini'.
 * @param usage Cached tokens are part of the input tokens.
 * @param provider 'openai', 'anthropic', 'google'. Default: whoever has a model of that name.
 * @returns Rounded up to a whole micro-dollar. Undefined: nobody knows the model, or such a usage cannot be.
 */
export function priceOf(model: string, usage: TokenUsage, provider?: string): Money | undefined {
  prices ??= require('@pydantic/genai-prices') as Prices
  const { inputTokens, outputTokens, cachedInputTokens, cacheWriteTokens } = usage
  const counted = {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    cache_read_tokens: cachedInputTokens,
    cache_write_tokens: cacheWriteTokens,
  }
  try {
    const found = prices.calcPrice(counted, model, {
      timestamp: new Date(wallNow()),
      ...(provider !== undefined && { providerId: provider }),
    })
    // What floats add at the far end is no part of a price.
    return found ? micros(Math.ceil(Number((found.total_price * 1_000_000).toFixed(4)))) : undefined
  } catch {
    return undefined
  }
}
