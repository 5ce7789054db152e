import { getResponse } from 'msw'
import { currentMembers, seedMembers } from '../src/world/collection.ts'
import { handlers, shop } from './project/shop.ts'

/** The floor: the same handlers over the same collections, asked through msw's own `getResponse`, with no harness. */
export function withBareWorld<T>(run: (ask: typeof ask) => Promise<T>): Promise<T> {
  return currentMembers.run(seedMembers(shop.collections), () => run(ask))
}

async function ask(url: string, init: RequestInit | undefined): Promise<unknown> {
  const response = await getResponse(handlers, new Request(url, init))
  return response?.json()
}
