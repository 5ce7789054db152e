import type { Agent } from 'mettle'

/** Orders what its task lists, one after the other or all at once, whatever the shop says. */
export const run: Agent['run'] = async ({ data }, { urls }) => {
  const { orders, together } = data as { orders: object[]; together?: boolean }
  const order = (one: object) =>
    fetch(`${urls.shop}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(one),
    })
  if (together) await Promise.all(orders.map(order))
  else for (const one of orders) await order(one)
  return { output: 'done' }
}
