// A client of the mill as anybody would write it. It knows nothing of mettle.

export interface Order {
  id: string
  bags: number
}

/** The mill said no, and means it. */
export class Refused extends Error {
  override name = 'Refused'
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export async function listOrders(url: string): Promise<Order[]> {
  const { data } = (await ask(fetch(`${url}/orders`))) as { data: Order[] }
  return data
}

export async function orderFlour(url: string, bags: number): Promise<Order> {
  const headers = { 'content-type': 'application/json' }
  return (await ask(fetch(`${url}/orders`, { method: 'POST', headers, body: JSON.stringify({ bags }) }))) as Order
}

async function ask(asked: Promise<Response>): Promise<unknown> {
  const response = await asked
  if (response.ok) return response.json()
  throw new Refused(response.status, await response.text())
}
