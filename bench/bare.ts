import { getResponse } from 'msw'
import { currentMembers, executing } from '../src/boundary/current.ts'
import { seedMembers } from '../src/world/collection.ts'
import type { Ask } from './pace.ts'
import { handlers, shop } from './project/shop.ts'

/** The handlers' own world, fresh and without a harness. */
export function withBareWorld<T>(run: () => Promise<T>): Promise<T> {
  const nobody = { call: 'bare', effect: () => {} }
  return currentMembers.run(seedMembers(shop.collections), () => executing.run(nobody, run))
}

/** The floor: the same handlers, asked through msw's own `getResponse`. */
export const askBare: Ask = async (url, init) => (await getResponse(handlers, new Request(url, init)))?.json()
