import type { Agent } from 'mettle'

/** Stops where it lacks its key, as SDKs do. */
export const asks: Agent['run'] = () => {
  if (!process.env.SHOP_API_KEY) throw new Error('The SHOP_API_KEY environment variable is missing or empty')
  return { key: process.env.SHOP_API_KEY }
}

/** Makes an answer of it. */
export const swallows: Agent['run'] = () =>
  process.env.SHOP_API_KEY ? { key: process.env.SHOP_API_KEY } : 'I cannot work without SHOP_API_KEY.'

/** Says which variables it has. */
export const prints: Agent['run'] = () => ({ names: Object.keys(process.env).sort() })
