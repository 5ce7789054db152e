import { execFileSync } from 'node:child_process'
import { calcPrice } from '@pydantic/genai-prices'
import { expect, test } from 'vitest'
import { priceOf } from '../../../src/world/models/prices.ts'

const usage = { inputTokens: 10_000, outputTokens: 1_000 }

test.each([
  ['gpt-4o-mini', 'openai'],
  ['claude-sonnet-4-20250514', 'anthropic'],
  ['gemini-2.5-flash', 'google'],
])('%s has its public price, in whole micro-dollars, cached tokens at their own rate', (model, provider) => {
  const listed =
    calcPrice({ input_tokens: 10_000, output_tokens: 1_000 }, model, { providerId: provider })?.total_price ?? 0
  expect(priceOf(model, usage, provider)?.micros).toBe(Math.round(listed * 1e6))
  expect(priceOf(model, usage)).toEqual(priceOf(model, usage, provider))
  const cached = priceOf(model, { ...usage, cachedInputTokens: 9_000 }, provider)
  expect(cached?.micros).toBeGreaterThan(0)
  expect(cached?.micros).toBeLessThan(priceOf(model, usage, provider)?.micros ?? 0)
})

test('a part of a micro-dollar is one, so that many small calls are not free', () => {
  expect(priceOf('gpt-4o-mini', { inputTokens: 1, outputTokens: 0 })?.micros).toBe(1)
  expect(priceOf('gpt-4o-mini', { inputTokens: 0, outputTokens: 0 })?.micros).toBe(0)
})

test.each([
  ['a model that nobody lists', 'bold', usage, undefined],
  ['one of another provider', 'gpt-4o-mini', usage, 'google'],
  ['no name', '', usage, undefined],
  ['more cached tokens than there are', 'gpt-4o-mini', { ...usage, cachedInputTokens: 10_001 }, undefined],
  ['tokens below none', 'gpt-4o-mini', { inputTokens: -1, outputTokens: 0 }, undefined],
  ['no number', 'gpt-4o-mini', { inputTokens: Number.NaN, outputTokens: 0 }, undefined],
])('%s has no price', (_, model, used, provider) => {
  expect(priceOf(model, used, provider)).toBeUndefined()
})

test('the lists load when the first price is asked for', () => {
  const loaded = (then: string) => {
    const code = `const { priceOf } = await import('./src/world/models/prices.ts'); ${then}
      const { createRequire } = await import('node:module')
      console.log(Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes('genai-prices')))`
    const cwd = new URL('../../..', import.meta.url)
    return execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd, encoding: 'utf8' }).trim()
  }
  expect(loaded('')).toBe('false')
  expect(loaded(`priceOf('gpt-4o-mini', { inputTokens: 1, outputTokens: 1 })`)).toBe('true')
})
