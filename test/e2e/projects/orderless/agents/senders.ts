import type { Agent } from 'mettle'
import type { Parcel } from '../world.ts'

type Run = Agent['run']
type Item = Parcel['items'][number]

const [one, two]: Item[] = [
  { sku: 'a', count: 1 },
  { sku: 'b', count: 2 },
]

/** Looks what is in stock, and sends parcels to Ada and to Bob. */
const sending = (way: 'at once' | 'one by one', to: string[], items: (Item | undefined)[]): Run => {
  return async (_, { urls: { depot } }) => {
    const send = async (name: string) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${depot}/parcels`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ to: name, items }),
      })
      return response.status
    }
    await fetch(`${depot}/stock`)
    if (way === 'at once') await Promise.all(to.map(send))
    else for (const name of to) await send(name)
    return null
  }
}

/** As the scenarios list it. */
export const asListed = sending('one by one', ['Ada', 'Bob'], [one, two, two])
/** In another order, where order says nothing. */
export const atOnce = sending('at once', ['Bob', 'Ada'], [two, one, two])
/** In another order, after it had the first reply. */
export const oneByOne = sending('one by one', ['Bob', 'Ada'], [one, two, two])
/** With a thing missing, and another one twice. */
export const miscounted = sending('at once', ['Bob', 'Ada'], [two, one, one])
